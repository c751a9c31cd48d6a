"""A service one of whose questions is left to a register that may be silent: the real one, with a question more."""

from dataclasses import replace

from hukumati.catalogue.tests.samples import Folder, real_folder

CONTRACT = "moj.criminal_record"
QUESTION = (
    "      - {id: is_clear, type: yes_no, label: purpose, from: moj.criminal_record.clear, edit: locked, "
    "if_down: accept_and_queue}\n"
)
DECLARED = (
    "      - {id: record_of, type: id_number, label: purpose, from: moj.criminal_record.id_number, edit: locked, "
    "if_down: ask_and_check_later}\n"
)


def waiting_folder(*, fee: bool = False, eligibility: bool = False, question: str = QUESTION) -> Folder:
    """The real service, whose form takes an answer from the record; fee or eligibility may rest on it."""
    folder = real_folder()
    files = {name: data for name, data in folder.files.items() if not name.startswith("tests/")}
    files["form.yaml"] = files["form.yaml"].rstrip() + b"\n" + question.encode()
    files["tests/one.yaml"] = folder.files["tests/minor.yaml"]
    if fee:
        files["rules/fee.csv"] = (
            b"row,when: purpose,then: fee,text,source\n"
            b"1,is_clear == false,amount('30.00'),fee_study,illustrative\n"
            b"2,,amount('20.00'),fee_standard,illustrative\n"
        )
    if eligibility:
        rows = files["rules/eligibility.csv"].decode().splitlines()
        rows.insert(3, "0,,is_clear == false,false,'deceased',illustrative")
        files["rules/eligibility.csv"] = ("\n".join(rows) + "\n").encode()
    return replace(folder, files=files)
