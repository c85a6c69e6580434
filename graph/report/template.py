"""Fill a template of a page, escaped, with a policy that lets the page load nothing and run only its own script."""

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from graph.report.drawing import MISSING
from state.errors import ConfigurationError

_OWN = "graph.report"


def render(package: str, name: str, **values: object) -> str:
    """Fill a template of this package; whatever stands in the values is escaped but for what it marks as safe."""
    try:
        from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        raise ConfigurationError(MISSING) from error
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(place, "page") for place in dict.fromkeys((package, _OWN))]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name).render(**values)


def source(name: str, package: str = _OWN) -> str:
    """Read a style or a script that goes into pages."""
    return files(package).joinpath("page", name).read_text(encoding="utf-8")


def policy(style: str, script: str = "") -> str:
    """Allow this style and this script, and nothing else: no other file, no address, no code in attributes."""
    scripts = _hash(script) if script else "'none'"
    return f"default-src 'none'; style-src {_hash(style)}; script-src {scripts}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}'"
