"""Services as linked data by CPSV-AP 3.2, the European Union's profile for public services: Turtle and JSON-LD.

Every statement is made from the very folder that runs the service. IRIs are pages of the portal with a fragment, so
each can be opened. Dates, addresses and telephone numbers that nobody gave us are left out, not invented.
"""

import re
from collections.abc import Iterable
from typing import Final, Literal

from rdflib import DCAT, DCTERMS, FOAF, ORG, RDF, SKOS, XSD, Graph, Namespace, URIRef
from rdflib import Literal as Value

from hukumati.catalogue.exports import vocabulary
from hukumati.core.bilingual import Bilingual
from hukumati.core.money import EXPONENTS
from hukumati.service_language.api import Definition, Promise, Row, fee_items

Serialisation = Literal["turtle", "json-ld"]
CPSV: Final = Namespace("http://purl.org/vocab/cpsv#")
CV: Final = Namespace("http://data.europa.eu/m8g/")
ADMS: Final = Namespace("http://www.w3.org/ns/adms#")
ELI: Final = Namespace("http://data.europa.eu/eli/ontology#")
EU: Final = Namespace("http://publications.europa.eu/resource/authority/")
PALESTINE: Final = EU["country/PSE"]
LANGUAGES: Final = (EU["language/ARA"], EU["language/ENG"])
CATALOGUE_TITLE: Final = Bilingual(ar="دليل خدمات حكومتي", en="Hukumati catalogue of services")
CATALOGUE_ABOUT: Final = Bilingual(
    ar="الخدمات الحكومية المنشورة في منصة حكومتي، كما تعمل بها المنصة.",
    en="The government services published on Hukumati, from the files by which the platform runs them.",
)
PUBLISHER: Final = Bilingual(ar="منصة حكومتي", en="The Hukumati platform")
LAW: Final = re.compile(r"^[^:]*\b(?:Decision|Law|Decree|Regulation)\b[^:]*\d[^:]*")


def service_graph(*, definition: Definition, portal: str) -> Graph:
    """Describe one service; `portal` is the portal's address without a slash at its end."""
    graph = _empty()
    _GraphBuilder(graph, portal).service(definition)
    return graph


def catalogue_graph(*, definitions: Iterable[Definition], portal: str) -> Graph:
    """Describe all services and the catalogue they are part of."""
    graph = _empty()
    builder = _GraphBuilder(graph, portal)
    catalogue = URIRef(f"{portal}/catalogue.ttl#catalogue")
    builder.catalogue(catalogue)
    for definition in definitions:
        service = builder.service(definition)
        graph.add((catalogue, DCTERMS.hasPart, service))
        graph.add((service, DCTERMS.isPartOf, catalogue))
    return graph


def serialise(*, graph: Graph, form: Serialisation) -> bytes:
    """Write a graph as a file in UTF-8."""
    if form == "turtle":
        return graph.serialize(format="turtle", encoding="utf-8")
    return graph.serialize(format="json-ld", auto_compact=True, encoding="utf-8", ensure_ascii=False)


def _empty() -> Graph:
    graph = Graph(bind_namespaces="none")
    known = {"adms": ADMS, "cpsv": CPSV, "cv": CV, "dcat": DCAT, "dct": DCTERMS, "eli": ELI, "foaf": FOAF}
    for prefix, namespace in {**known, "org": ORG, "skos": SKOS, "xsd": XSD}.items():
        graph.bind(prefix, namespace)
    return graph


class _GraphBuilder:
    """Adds statements to one graph; what services share is stated once, since a graph is a set."""

    def __init__(self, graph: Graph, portal: str) -> None:
        self.graph = graph
        self.portal = portal

    def catalogue(self, catalogue: URIRef) -> None:
        self._typed(catalogue, DCAT.Dataset)
        self._words(catalogue, DCTERMS.title, CATALOGUE_TITLE)
        self._words(catalogue, DCTERMS.description, CATALOGUE_ABOUT)
        publisher = self._shared("publisher")
        self._named(publisher, "hukumati", PUBLISHER, FOAF.Agent)
        self.graph.add((catalogue, DCTERMS.publisher, publisher))
        page = URIRef(f"{self.portal}/services/")
        self._typed(page, FOAF.Document)
        self.graph.add((catalogue, DCAT.landingPage, page))

    def service(self, definition: Definition) -> URIRef:
        service = self._of(definition, "service")
        self._named(service, definition.id, definition.name, CPSV.PublicService)
        self._words(service, DCTERMS.description, definition.summary)
        for word in definition.keywords:
            language = "en" if word.isascii() else "ar"
            self.graph.add((service, DCAT.keyword, Value(word, lang=language)))
        for language in LANGUAGES:
            self._link(service, DCTERMS.language, language, DCTERMS.LinguisticSystem)
        self._link(service, DCTERMS.spatial, PALESTINE, DCTERMS.Location)
        self._concept(service, ADMS.status, "status", definition.status.now, vocabulary.STATUS[definition.status.now])
        for group in definition.audience:
            self._concept(service, DCTERMS.audience, "audience", group, vocabulary.AUDIENCE[group])
        self._authority(service, definition)
        self._events(service, definition)
        self._channels(service, definition)
        self._costs(service, definition)
        self._inputs(service, definition)
        self._outputs(service, definition)
        self._rules(service, definition)
        return service

    def _authority(self, service: URIRef, definition: Definition) -> None:
        provider = self._provider(definition)
        self._typed(provider, CV.PublicOrganisation, ORG.Organization)
        self._words(provider, SKOS.prefLabel, definition.provider_name)
        self._link(provider, DCTERMS.spatial, PALESTINE, DCTERMS.Location)
        self.graph.add((service, CV.hasCompetentAuthority, provider))

    def _events(self, service: URIRef, definition: Definition) -> None:
        for name in definition.life_events:
            event = self._shared(f"life-event-{name}")
            self._named(event, name, vocabulary.life_event(name), CV.LifeEvent, CV.Event)
            self.graph.add((service, CV.isGroupedBy, event))

    def _channels(self, service: URIRef, definition: Definition) -> None:
        for way in ("portal", *definition.collect):
            channel = self._of(definition, f"channel-{way}")
            self._typed(channel, CV.Channel)
            self.graph.add((channel, DCTERMS.identifier, Value(f"{definition.code}-{way}")))
            self._words(channel, DCTERMS.description, vocabulary.CHANNELS[way])
            self._concept(channel, DCTERMS.type, "channel", way, vocabulary.CHANNELS[way])
            self.graph.add((channel, CV.ownedBy, self._provider(definition)))
            self.graph.add((service, CV.hasChannel, channel))
        if definition.promise is not None:
            length = Value(as_duration(definition.promise), datatype=XSD.duration)
            self.graph.add((service, CV.processingTime, length))

    def _costs(self, service: URIRef, definition: Definition) -> None:
        for number, item in enumerate(fee_items(definition=definition), start=1):
            cost = self._of(definition, f"cost-{number}")
            self._typed(cost, CV.Cost)
            self.graph.add((cost, DCTERMS.identifier, Value(f"{definition.code}-fee-{number}")))
            self._words(cost, DCTERMS.description, _priced(item.title, official=definition.fee_official))
            if item.amount is not None:
                value = item.amount.minor / 10 ** EXPONENTS[item.amount.currency]
                self.graph.add((cost, CV.hasValue, Value(value, datatype=XSD.double)))
                currency = EU[f"currency/{item.amount.currency}"]
                self._link(cost, CV.currency, currency, SKOS.Concept)
                self._words(currency, SKOS.prefLabel, vocabulary.CURRENCIES[item.amount.currency])
            self.graph.add((cost, CV.isDefinedBy, self._provider(definition)))
            self.graph.add((cost, CV.ifAccessedThrough, self._of(definition, "channel-portal")))
            self.graph.add((service, CV.hasCost, cost))

    def _inputs(self, service: URIRef, definition: Definition) -> None:
        for contract in definition.uses:
            kind = self._shared(f"register-{contract}")
            self._typed(kind, CV.EvidenceType)
            self.graph.add((kind, DCTERMS.identifier, Value(contract)))
            self.graph.add((service, CV.hasInputType, kind))
        for question in definition.form.questions():
            if question.type in ("file", "files"):
                paper = self._of(definition, f"input-{question.id}")
                self._named(paper, f"{definition.code}-{question.id}", question.label, CV.Evidence)
                self.graph.add((service, CPSV.hasInput, paper))

    def _outputs(self, service: URIRef, definition: Definition) -> None:
        for document in definition.documents.values():
            output = self._of(definition, f"output-{document.name}")
            self._named(output, f"{definition.code}-{document.name}", document.title, CV.Output)
            for language in LANGUAGES:
                self._link(output, DCTERMS.language, language, DCTERMS.LinguisticSystem)
            self.graph.add((service, CPSV.produces, output))

    def _rules(self, service: URIRef, definition: Definition) -> None:
        for name, table in definition.tables.items():
            rule = self._of(definition, f"rule-{name}")
            self._named(rule, f"{definition.code}-{name}", Bilingual(ar=name, en=name), CPSV.Rule)
            words = "; ".join(dict.fromkeys(row.source for row in table.rows if row.source)) or name
            self.graph.add((rule, DCTERMS.description, Value(words, lang="en")))
            self.graph.add((service, CPSV.follows, rule))
            for row in table.rows:
                self._law(service, rule, row)
        eligibility = definition.tables.get("eligibility")
        for row in eligibility.rows if eligibility is not None else ():
            self._requirement(service, definition, row)

    def _law(self, service: URIRef, rule: URIRef, row: Row) -> None:
        found = LAW.search(row.source)
        if found is None:
            return
        slug = re.sub(r"[^a-z0-9]+", "-", found[0].lower()).strip("-")
        law = self._shared(f"law-{slug}")
        self._typed(law, ELI.LegalResource)
        self.graph.add((law, DCTERMS.title, Value(found[0], lang="en")))
        self.graph.add((service, CV.hasLegalResource, law))
        self.graph.add((rule, CPSV.implements, law))

    def _requirement(self, service: URIRef, definition: Definition, row: Row) -> None:
        """A row that refuses, and not for want of a register's answer, is a requirement; its reason is the words."""
        reason = row.then["reason"].text.strip("'\"") if "reason" in row.then else ""
        awaits = any("null" in condition.text for condition in row.when)
        if awaits or reason not in definition.texts:
            return
        requirement = self._of(definition, f"requirement-{row.id}")
        title = definition.texts[reason]
        self._named(requirement, f"{definition.code}-requirement-{row.id}", title, CV.Requirement)
        self.graph.add((requirement, CV.fulfils, self._of(definition, "rule-eligibility")))
        self.graph.add((service, CV.holdsRequirement, requirement))

    def _of(self, definition: Definition, part: str) -> URIRef:
        return URIRef(f"{self.portal}/services/{definition.slug}/#{part}")

    def _shared(self, part: str) -> URIRef:
        return URIRef(f"{self.portal}/catalogue.ttl#{part}")

    def _provider(self, definition: Definition) -> URIRef:
        return self._shared(f"provider-{definition.provider}")

    def _typed(self, subject: URIRef, *kinds: URIRef) -> None:
        for kind in kinds:
            self.graph.add((subject, RDF.type, kind))

    def _named(self, subject: URIRef, identifier: str, title: Bilingual, *kinds: URIRef) -> None:
        self._typed(subject, *kinds)
        self.graph.add((subject, DCTERMS.identifier, Value(identifier)))
        self._words(subject, DCTERMS.title, title)

    def _words(self, subject: URIRef, predicate: URIRef, words: Bilingual) -> None:
        self.graph.add((subject, predicate, Value(words.ar, lang="ar")))
        self.graph.add((subject, predicate, Value(words.en, lang="en")))

    def _link(self, subject: URIRef, predicate: URIRef, target: URIRef, kind: URIRef) -> None:
        self._typed(target, kind)
        self.graph.add((subject, predicate, target))

    def _concept(self, subject: URIRef, predicate: URIRef, scheme: str, name: str, words: Bilingual) -> None:
        concept = self._shared(f"{scheme}-{name}")
        self._link(subject, predicate, concept, SKOS.Concept)
        self._words(concept, SKOS.prefLabel, words)


def _priced(title: Bilingual, *, official: bool) -> Bilingual:
    if official:
        return title
    return Bilingual(ar=f"{title.ar} (مبلغ للتوضيح)", en=f"{title.en} (illustrative amount)")


def as_duration(promise: Promise) -> str:
    """Return the promise as an ISO 8601 duration, which knows no working days: weekends are added."""
    if promise.unit == "working_hours":
        return f"PT{promise.amount}H"
    weekends = -(-promise.amount // 5) if promise.unit == "working_days" else 0
    return f"P{promise.amount + 2 * weekends}D"
