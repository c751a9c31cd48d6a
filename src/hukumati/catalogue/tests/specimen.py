# ruff: noqa: E501 - files of a folder are read best as they are written
"""A made-up service that asks every kind of question; sound, so that mistakes can be planted into it."""

from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.folder.parser import parse_definition
from hukumati.catalogue.tests.samples import real_folder
from hukumati.service_language.api import Definition

FILES = {
    "service.yaml": """
id: ps.mot.specimen
code: MOT-SPC
reference_prefix: SPC
provider: mot
kind: paid
audience: [citizen]
assurance: substantial
status: {is: open}
rules:
  eligibility: {table: rules/eligibility.csv, hit: FIRST, gives: {eligible: bool, reason: text}}
  fee: {table: rules/fee.csv, hit: FIRST, gives: {fee: money}, currency: ILS, official: false}
collect: [download]
documents: [receipt]
uses: [interior.person, mot.vehicles, mot.fines]
if_down: {mot.vehicles: block_with_notice}
keep: {draft: 30 days, case: 5 years}
""",
    "form.yaml": """
pages:
  - id: choose
    title: choose
    ask:
      - {id: vehicle, type: record, of: mot.vehicles.vehicles, key: plate, show: [plate, make, kind], where: "_it.kind == 'private'"}
      - {id: lien, type: yes_no, show_if: "vehicle != null && vehicle.has_lien"}
      - {id: fines, type: records, of: mot.fines.fines, key: number, show: [number, amount], required: false, max: 2, where: "_it.state == 'unpaid' && vehicle != null && _it.plate == vehicle.plate"}
  - id: money
    title: money
    ask:
      - {id: offer, type: money, currency: ILS, min: "10.00", max: "5000.00", show_if: "size(fines) > 0"}
      - {id: bank, type: iban}
      - {id: office, type: office}
      - {id: home, type: address}
  - id: heirs
    title: heirs
    ask:
      - id: heirs
        type: group
        required: false
        min: 1
        max: 4
        ask:
          - {id: full_name, type: text, max: 60}
          - {id: born, type: date, max: today}
          - {id: share, type: number, min: 1, max: 100, required: false}
      - {id: guardian, type: text, show_if: "heirs.exists(_h, years_between(_h.born, today) < 18)"}
  - id: papers
    title: papers
    ask:
      - {id: photo, type: file, accept: [jpeg, png]}
      - {id: letters, type: files, max_files: 3, required: false, show_if: "size(photo) > 0 && size(fines) > 0"}
""",
    "flow.yaml": """
start: draft
states:
  draft: {milestone: started, actions: {submit: [{when: fee > 0, to: to_pay}, {to: issuing}]}}
  to_pay: {milestone: submitted, actions: {paid: issuing}, after: {7 days: lapsed}}
  issuing: {milestone: decided, do: [issue receipt], actions: {issued: done}}
  done: {milestone: closed, end: true, tell: receipt_ready}
  lapsed: {milestone: closed, end: true}
""",
    "rules/eligibility.csv": """row,when: vehicle,then: eligible,then: reason
1,registers.mot.vehicles == null,false,'nothing'
2,size(registers.mot.vehicles.vehicles) == 0,false,'nothing'
3,,true,
""",
    "rules/fee.csv": """row,when: fines,then: fee,source
1,"registers.mot.fines != null && fines.exists(_f, _f.amount.amount == '250.00')",minor(registers.mot.fines.unpaid_total),illustrative
2,size(fines) > 1,amount('30.00'),illustrative
3,,amount('10.00'),illustrative
""",
    "documents/receipt.yaml": """
template: receipt.typ
title: receipt
serial_prefix: SPC
seal: mot.licensing
bound: applicant.id_number
data:
  plate: vehicle.plate
  make: vehicle.make.ar
  fines: size(fines)
  office: labels.office.ar
  home: home.governorate
  offer: offer
  letters: size(letters)
  heirs: size(heirs)
""",
    "documents/receipt.typ": '#let d = json(bytes(sys.inputs.d))\n#set document(title: "receipt")\n#d.plate\n',
    "text/ar.yaml": """
name: خدمة للتجربة
summary: تسأل كل أنواع الأسئلة
choose: اختر
money: المال
vehicle: المركبة
lien: هل تعلم أنها مرهونة؟
fines: المخالفات
offer: المبلغ المعروض
bank: الحساب المصرفي
office: المكتب
home: العنوان
heirs: الورثة
full_name: الاسم الكامل
born: تاريخ الميلاد
share: الحصة
guardian: ولي القاصر
papers: الأوراق
photo: صورة شخصية
letters: رسائل
receipt: إيصال
nothing: لا مركبة باسمك
receipt_ready: إيصالك جاهز للتنزيل
""",
    "text/en.yaml": """
name: A service for trying out
summary: It asks every kind of question
choose: Choose
money: Money
vehicle: Vehicle
lien: Do you know that it is under a lien?
fines: Fines
offer: Amount offered
bank: Bank account
office: Office
home: Address
heirs: Heirs
full_name: Full name
born: Date of birth
share: Share
guardian: Guardian of the minor
papers: Papers
photo: Photograph
letters: Letters
receipt: Receipt
nothing: No vehicle is in your name
receipt_ready: Your receipt is ready to download
""",
    "shared/offices.csv": """code,provider,ar,en,governorate,source
MOT-RAM,mot,مكتب الترخيص في رام الله,"Licensing office, Ramallah",PS-RBH,illustrative
MOJ-RAM,moj,مكتب وزارة العدل,"Ministry of Justice office",PS-RBH,illustrative
""",
    "guide/ar.md": "## دليل\n",
    "guide/en.md": "## Guide\n",
    "tests/all.yaml": """
name: Everything is answered, the fine is offered
given:
  person: adult
  registers:
    mot.vehicles: {vehicles: [{plate: 6-1234-95, kind: private, has_lien: false, make: {ar: تويوتا, en: Toyota}}, {plate: 6-5678-95, kind: taxi}]}
    mot.fines: {unpaid_total: {amount: "250.00", currency: ILS}, fines: [{number: 2026-1, state: unpaid, plate: 6-1234-95, amount: {amount: "250.00", currency: ILS}}]}
  today: 2026-11-23
fill:
  vehicle: 6-1234-95
  fines: [2026-1]
  offer: "150.00"
  bank: PS92 PALS 0000 0000 0400 1234 5670 2
  office: MOT-RAM
  heirs: [{full_name: سلمى, born: 2015-03-01, share: 50}, {full_name: كريم, born: 1990-01-01}]
  guardian: ليلى
  photo: me.jpg
  letters: [a.pdf, b.png]
  home: {governorate: PS-RBH, locality: بيرزيت, street: شارع الجامعة}
expect:
  - {eligible: true, fee: 250.00 ILS}
  - {not_asked: [lien]}
  - paid
  - {document: receipt, holds: {plate: 6-1234-95, fines: 1, offer: 15000, letters: 2, heirs: 2, home: PS-RBH}}
""",
    "tests/lapsed.yaml": """
name: Nobody pays
given:
  person: adult
  registers:
    mot.vehicles: {vehicles: [{plate: 6-1234-95, kind: private, has_lien: false, make: {ar: تويوتا, en: Toyota}}]}
    mot.fines: {fines: []}
  today: 2026-11-23
fill: {vehicle: 6-1234-95, bank: PS92PALS000000000400123456702, office: MOT-RAM, photo: me.jpg, home: {governorate: PS-RBH, locality: z, street: z}}
expect:
  - {state: to_pay}
  - timed_out
  - {state: lapsed}
""",
    "tests/stranger.yaml": """
name: Neither a taxi nor somebody else's vehicle can be chosen
given:
  person: adult
  registers:
    mot.vehicles: {vehicles: [{plate: 6-5678-95, kind: taxi}]}
    mot.fines: {fines: []}
  today: 2026-11-23
fill: {vehicle: 6-5678-95, bank: PS92PALS000000000400123456702, office: MOT-RAM, photo: me.pdf, home: {governorate: PS-RBH, locality: z, street: z}}
expect:
  - {wrong: [vehicle], not_asked: [letters, guardian], state: draft}
""",
}


def specimen_folder() -> Folder:
    """Return the folder."""
    shared = {name: data for name, data in real_folder().files.items() if name.startswith("shared/")}
    return Folder(
        name="specimen", files={**shared, **{name: text.lstrip("\n").encode() for name, text in FILES.items()}}
    )


def specimen() -> Definition:
    """Return its definition."""
    return parse_definition(folder=specimen_folder())
