"""Run by `certificate`: a Django process that issues certificates and prints what each step took, in milliseconds."""

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

WARM_UP: Final = 3


def main(rounds: int) -> None:
    """Measure in turns, so that whatever else the machine does meets all steps alike."""
    import django

    django.setup()
    samples: dict[str, list[float]] = defaultdict(list)
    typst, sign = typeset_once(), sign_once()
    for number in range(WARM_UP + rounds):
        processor = time.process_time()
        issued, wall = _timed(partial(_issue, number))
        found = {"issue": wall, "issue_processor": 1000 * (time.process_time() - processor), "size": issued.size}
        processor = time.process_time()
        found["typst"] = _timed(partial(typst, number))[1]
        found["typst_processor"] = 1000 * (time.process_time() - processor)
        found["signature"] = _timed(sign)[1]
        if number >= WARM_UP:
            for name, value in found.items():
                samples[name].append(value)
    print(json.dumps(samples))


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    result = work()
    return result, 1000 * (time.perf_counter() - began)


def _issue(number: int) -> Any:
    from hukumati.documents import api
    from hukumati.documents.tests.samples import ask

    return api.issue(request=ask(key=f"bench:{os.getpid()}:{number}", data={"name_en": f"Person {number}"}))


def typeset_once() -> Callable[[int], object]:
    """Return typst itself on the certificate's template, its fonts read and its compiler warm."""
    import typst
    from django.conf import settings

    from hukumati.core.qr_codes import ZxingDrawer
    from hukumati.documents.adapters import typesetter
    from hukumati.documents.tests.samples import DATA, FIELDS, template

    source = template("certificate")
    main = typesetter._bundle(source=source.source, name=source.name, bundles=settings.HUKUMATI.data_dir / "bundles")
    compiler = typst.Compiler(
        input=str(main), root=str(main.parents[1]), font_paths=typesetter._fonts(), ignore_system_fonts=True
    )
    qr = ZxingDrawer().draw("https://portal.example/v#" + "A" * 300)
    fields = {**FIELDS, "qr": qr, "valid_until": [2027, 2, 21]}

    def compile_once(number: int) -> object:
        data = json.dumps({**DATA, "name_en": f"Person {number}", "document": fields}, ensure_ascii=False)
        return compiler.compile(
            format="pdf",
            pdf_standards=[*typesetter.STANDARDS],
            sys_inputs={"d": data},
            timestamp=datetime(2026, 11, 23, tzinfo=UTC),
        )

    return compile_once


def sign_once() -> Callable[[], bytes]:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.hashes import SHA256

    key = ec.generate_private_key(ec.SECP256R1())
    return lambda: key.sign(bytes(64), ec.ECDSA(SHA256()))


if __name__ == "__main__":
    main(int(sys.argv[1]))
