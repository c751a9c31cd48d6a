"""Run the ministries' registers: `python -m simulators.ministries --port N --data DIR --people FILE`."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from simulators.base.program import Simulator, run
from simulators.ministries import finance, health, labour, land, passports, police, social, transport
from simulators.registers.register import Register, people_option

SILENT_ABOUT = "815556600"
REGISTERS = (
    Register(
        name="transport",
        title=("سجلّ الترخيص والمخالفات", "Licensing and traffic fines register"),
        answers={
            "/fines/current": transport.find_fines,
            "/vehicles/current": transport.find_vehicles,
            "/licences/current": transport.find_licence,
        },
        silent_about=SILENT_ABOUT,
    ),
    Register(
        name="health",
        title=("سجلّ التأمين الصحي", "Health insurance register"),
        answers={"/policies/current": health.find_insurance},
        silent_about=SILENT_ABOUT,
    ),
    Register(
        name="fitness",
        title=("سجلّ اللياقة الصحية للسياقة", "Register of fitness to drive"),
        answers={"/examinations/current": health.find_examination},
        silent_about=SILENT_ABOUT,
    ),
    Register(
        name="passports",
        title=("سجلّ جوازات السفر", "Passport register"),
        answers={"/passports/current": passports.find_passports},
        silent_about=SILENT_ABOUT,
    ),
    Register(
        name="finance",
        title=("سجلّ المستحقات المالية", "Register of amounts due"),
        answers={"/dues/current": finance.find_dues},
        silent_about=SILENT_ABOUT,
    ),
    Register(
        name="tax",
        title=("سجلّ ضريبة الأملاك", "Property tax register"),
        answers={"/assessments/current": finance.find_property_tax},
        silent_about=SILENT_ABOUT,
    ),
    Register(
        name="labour",
        title=("سجلّ العمل والتشغيل", "Labour and employment register"),
        answers={"/job-seekers/current": labour.find_job_seeker, "/records/current": labour.find_labour_record},
        silent_about=SILENT_ABOUT,
    ),
    Register(
        name="land",
        title=("سجلّ الأراضي", "Land register"),
        answers={"/holdings/current": land.find_holdings},
        lookups={"/parcels/current": land.find_parcel},
        silent_about=SILENT_ABOUT,
    ),
    Register(
        name="social",
        title=("سجلّ المساعدات الاجتماعية", "Register of social assistance"),
        answers={"/beneficiaries/current": social.find_assistance},
        silent_about=SILENT_ABOUT,
    ),
    Register(
        name="police",
        title=("سجلّ بلاغات الشرطة", "Register of reports to the police"),
        answers={},
        lookups={"/losses/current": police.find_loss},
        silent_about=SILENT_ABOUT,
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
