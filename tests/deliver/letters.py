"""Sending through a server of the tests, and what the record of it says afterwards."""

from __future__ import annotations

from pathlib import Path

import reports_made

from helpers.desk import delivery

ROOT = Path(__file__).resolve().parents[2]
OFFICE, HUANGDAO, JIAOZHOU = "office@example.org", "huangdao@example.org", "jiaozhou@example.org"


def way(host_port, **more) -> dict[str, str]:
    """An environment that sends through this server, quick to give up."""
    settings = {"SECURITY": "none", "HOST": host_port[0], "PORT": str(host_port[1]), "WAIT": "0"}
    settings |= {"TIMEOUT": "5", "LAST_TIMEOUT": "30"}
    settings |= {key: str(value) for key, value in more.items()}
    return {f"BRIEFING_SMTP_{key}": value for key, value in settings.items()} | {
        "BRIEFING_MAIL_FROM": "考核办 <assessment@city.example.org>"
    }


def send(folders, env, **more):
    data, out = folders
    return delivery.deliver("2023Q2", send=True, data=data, out=out, env=env, **more)


def rows(data: Path) -> list[dict[str, str]]:
    """The rows of deliveries.csv; none where nothing was sent."""
    path = data / "deliveries.csv"
    return reports_made.rows(path) if path.exists() else []


def states(told) -> list[str]:
    return [line.state for line in told.told]
