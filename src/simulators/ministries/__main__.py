"""Run the ministries' registers: `python -m simulators.ministries --port N --data DIR --people FILE`."""

from collections.abc import Mapping
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from simulators.base.program import Simulator, run
from simulators.ministries import economy, finance, health, labour, land, passports, police, recorded, social, transport
from simulators.registers.notices import Notice
from simulators.registers.register import Find, Lookup, Register, people_option

UNAVAILABLE_FOR = "815556600"


def _register(
    name: str,
    title: tuple[str, str],
    *,
    answers: Mapping[str, Find] | None = None,
    lookups: Mapping[str, Lookup] | None = None,
    notices: Mapping[str, Notice] | None = None,
) -> Register:
    """Return a register with answers by path (without `/current`, or `/entries` of notices, with which paths end)."""
    return Register(
        name=name,
        title=title,
        answers={f"{path}/current": find for path, find in (answers or {}).items()},
        lookups={f"{path}/current": find for path, find in (lookups or {}).items()},
        notices={f"{path}/entries": notice for path, notice in (notices or {}).items()},
        unavailable_for=UNAVAILABLE_FOR,
    )


REGISTERS = (
    _register(
        "transport",
        ("سجلّ الترخيص والمخالفات", "Licensing and traffic fines register"),
        answers={
            "/fines": transport.find_fines,
            "/vehicles": transport.find_vehicles,
            "/licences": transport.find_licence,
        },
        notices={"/licence-renewals": recorded.RENEWAL, "/vehicle-licences": recorded.LICENSING},
    ),
    _register(
        "health",
        ("سجلّ التأمين الصحي", "Health insurance register"),
        answers={"/policies": health.find_insurance},
        notices={"/enrolments": recorded.INSURANCE},
    ),
    _register(
        "fitness",
        ("سجلّ اللياقة الصحية للسياقة", "Register of fitness to drive"),
        answers={"/examinations": health.find_examination},
    ),
    _register(
        "passports",
        ("سجلّ جوازات السفر", "Passport register"),
        answers={"/passports": passports.find_passports},
        notices={"/issues": recorded.PASSPORT},
    ),
    _register(
        "finance",
        ("سجلّ الضرائب والمستحقات المالية", "Register of taxes and amounts due"),
        answers={"/dues": finance.find_dues, "/assessments": finance.find_property_tax},
        notices={"/clearances": recorded.CLEARANCE},
    ),
    _register(
        "labour",
        ("سجلّ العمل والتشغيل", "Labour and employment register"),
        answers={"/job-seekers": labour.find_job_seeker, "/records": labour.find_labour_record},
    ),
    _register(
        "land",
        ("سجلّ الأراضي", "Land register"),
        answers={"/holdings": land.find_holdings},
        lookups={"/parcels": land.find_parcel},
        notices={"/extracts": recorded.EXTRACT},
    ),
    _register(
        "social",
        ("سجلّ المساعدات الاجتماعية", "Register of social assistance"),
        answers={"/beneficiaries": social.find_assistance},
    ),
    _register("economy", ("سجلّ الشركات", "Companies register"), answers={"/representatives": economy.find_companies}),
    _register(
        "police", ("سجلّ بلاغات الشرطة", "Register of reports to the police"), lookups={"/losses": police.find_loss}
    ),
)


def _build(simulator: Simulator) -> Starlette:
    async def front(request: Request) -> Response:
        return simulator.pages.render(request, "ministries.html", registers=REGISTERS)

    mounts = [
        Mount(f"/{register.name}", register.open(simulator.arguments, root=f"/{register.name}"))
        for register in REGISTERS
    ]
    return simulator.app([Route("/", front), *mounts])


if __name__ == "__main__":
    run(
        name="ministries",
        title=("سجلات الوزارات", "Registers of the ministries"),
        build=_build,
        templates=Path(__file__).parent / "templates",
        options=people_option,
    )
