"""Metadata services: the clients of the exchange, and the services of a subsystem (PR-META, PR-MREST)."""

import json
from xml.sax.saxutils import escape, quoteattr

from exchange.access import AccessRules
from exchange.config import MemberEntry, SubsystemEntry
from exchange.http.messages import HttpResponse
from exchange.protocol.identifiers import ClientId, ServiceId
from exchange.registry import Registry

LIST_METHODS = "listMethods"
ALLOWED_METHODS = "allowedMethods"
CODES = frozenset({LIST_METHODS, ALLOWED_METHODS})
_XROAD = "http://x-road.eu/xsd/xroad.xsd"
_IDENTIFIERS = "http://x-road.eu/xsd/identifiers"


def list_clients(registry: Registry, *, instance: str | None, as_json: bool) -> HttpResponse:
    """List every member and subsystem of an instance (None: ours), as JSON or as XML."""
    members = registry.members if instance in {None, registry.instance} else ()
    subsystems = registry.subsystems if instance in {None, registry.instance} else ()
    names = {member.id: member.name for member in registry.members}
    if as_json:
        entries = [_member(member) for member in members] + [_subsystem(entry, names) for entry in subsystems]
        return _json({"member": entries})
    rows = [_member_xml(m.id, m.name, "") for m in members]
    rows += [_member_xml(s.id, names[s.id.member], s.name) for s in subsystems]
    text = f'<xroad:clientList xmlns:xroad="{_XROAD}" xmlns:id="{_IDENTIFIERS}">{"".join(rows)}</xroad:clientList>'
    body = f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode()
    return HttpResponse(200, (("Content-Type", "text/xml;charset=utf-8"),), body)


def list_methods(rules: AccessRules, *, subsystem: ClientId, client: ClientId, allowed_only: bool) -> HttpResponse:
    """List a subsystem's services; with `allowed_only` those that the client may call, with their endpoints."""
    services = rules.services_of(subsystem)
    if allowed_only:
        services = [service for service in services if rules.rights_of(client, service)]
    return _json({"service": [_service(service, rules, client if allowed_only else None) for service in services]})


def _json(value: object) -> HttpResponse:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return HttpResponse(200, (("Content-Type", "application/json;charset=utf-8"),), body)


def _member(member: MemberEntry) -> dict[str, object]:
    return {"id": _client_id(member.id), "name": member.name}


def _subsystem(entry: SubsystemEntry, names: dict[ClientId, str]) -> dict[str, object]:
    return {"id": _client_id(entry.id), "name": names[entry.id.member], "subsystem_name": entry.name}


def _client_id(client: ClientId) -> dict[str, str]:
    fields = {
        "object_type": "MEMBER",
        "xroad_instance": client.instance,
        "member_class": client.member_class,
        "member_code": client.member_code,
    }
    if client.subsystem_code is not None:
        fields |= {"object_type": "SUBSYSTEM", "subsystem_code": client.subsystem_code}
    return fields


def _service(service: ServiceId, rules: AccessRules, client: ClientId | None) -> dict[str, object]:
    rights = () if client is None else rules.rights_of(client, service)
    return {
        "member_class": service.member_class,
        "member_code": service.member_code,
        "object_type": "SERVICE",
        "service_code": service.service_code,
        "service_type": "REST",
        "subsystem_code": service.subsystem_code,
        "xroad_instance": service.instance,
        "endpoint_list": [{"method": endpoint.method, "path": endpoint.path} for endpoint in rights],
    }


def _member_xml(client: ClientId, name: str, subsystem_name: str) -> str:
    kind = "MEMBER" if client.subsystem_code is None else "SUBSYSTEM"
    codes = {"xRoadInstance": client.instance, "memberClass": client.member_class, "memberCode": client.member_code}
    if client.subsystem_code is not None:
        codes["subsystemCode"] = client.subsystem_code
    inner = "".join(f"<id:{tag}>{escape(code)}</id:{tag}>" for tag, code in codes.items())
    names = f"<xroad:name>{escape(name)}</xroad:name>"
    if subsystem_name:
        names += f"<xroad:subsystemName>{escape(subsystem_name)}</xroad:subsystemName>"
    return f"<xroad:member><xroad:id id:objectType={quoteattr(kind)}>{inner}</xroad:id>{names}</xroad:member>"
