"""In production mode the site refuses to start on settings that would be unsafe, in one clear sentence."""

import pytest

from tests.config.running import manage, run

KEY = "k7#Vw2!pQz9@Lm4$Xc8&Rt5*Yb1(Nh6)Jd3-Gf0_Ua+Se=Oi%Wr"
REFUSALS = {
    "PRODUCTION=1 needs a SECRET_KEY: set it to a long random text.": {"SECRET_KEY": ""},
    "PRODUCTION=1 does not go with DEBUG: unset DEBUG.": {"SECRET_KEY": KEY, "DEBUG": "1"},
    "PRODUCTION=1 does not go with ALLOWED_HOSTS=*: name the hosts that this site answers to.": {
        "SECRET_KEY": KEY,
        "ALLOWED_HOSTS": "forum.example.org, *",
    },
}
refusals = pytest.mark.parametrize(("sentence", "environment"), REFUSALS.items())


@refusals
def test_a_command_refuses_unsafe_settings_in_one_sentence(sentence: str, environment: dict[str, str]) -> None:
    refused = manage("check", PRODUCTION="1", **environment)
    assert refused.returncode == 1
    assert (refused.stdout, refused.stderr) == ("", f"{sentence}\n")


@refusals
def test_the_server_refuses_unsafe_settings_in_one_sentence(sentence: str, environment: dict[str, str]) -> None:
    refused = run(
        "-m", "gunicorn", "-c", "python:config.gunicorn", "config.wsgi", PRODUCTION="1", PORT="0", **environment
    )
    assert refused.returncode == 3
    assert (refused.stdout, refused.stderr) == ("", f"{sentence}\n")


def test_production_mode_starts_with_a_key_and_named_hosts_and_passes_the_deployment_check() -> None:
    checked = manage(
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        PRODUCTION="1",
        SECRET_KEY=KEY,
        SITE_URL="https://forum.example.org",
    )
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout + checked.stderr


def test_a_switch_that_is_neither_on_nor_off_is_refused() -> None:
    refused = manage("check", PRODUCTION="ture")
    assert refused.returncode == 1
    assert refused.stderr == "PRODUCTION is neither on nor off: set it to 1 or to 0.\n"


def test_without_production_mode_nothing_needs_to_be_set() -> None:
    assert manage("check").returncode == 0
