"""The JSON that other programs read: nouns of `domain` as the plain dictionaries of contract.md, section 4."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from triage.domain import (
        Address,
        Assessment,
        Decision,
        Draft,
        Item,
        Message,
        Opportunity,
        Role,
        Salary,
        Score,
    )

SCHEMA = 1


def message_json(message: Message | None, assessment: Assessment, *, path: str | None = None) -> dict[str, Any]:
    """One message and what triage makes of it; the words of the message are null where they have been removed."""
    opportunity, score, verdict = assessment.opportunity, assessment.score, assessment.verdict
    return {
        "schema": SCHEMA,
        "path": path,
        "message_id": (message.message_id or None) if message else None,
        "date": time_json(message.date) if message else None,
        "subject": message.subject if message else None,
        "from": _address(message.from_) if message else None,
        **_opportunity(opportunity),
        **_score(score),
        "suggestion": str(verdict.suggestion),
        "why": verdict.why,
        "replyable": opportunity.replyable,
        "warnings": [{"code": str(warning.code), "text": warning.text} for warning in opportunity.warnings],
        "reply": _reply(assessment.draft) if opportunity.replyable else None,
    }


def item_json(item: Item) -> dict[str, Any]:
    """One suggestion: the same object with its id, place, state, decision and draft."""
    shown = message_json(item.message, item.assessment)
    replyable = item.assessment.opportunity.replyable
    return shown | {
        "reply": _reply(item.draft) if replyable else None,
        "id": item.id,
        "account": item.ref.account,
        "mailbox": item.ref.mailbox,
        "uid": item.ref.uid,
        "received": time_json(item.received_at),
        "state": str(item.state),
        "decision": _decision(item.decision),
        "draft": {"message_id": item.draft.message_id} | (_reply(item.draft) or {}) if item.draft else None,
    }


def relations_json(related: Sequence[tuple[str, str]], group: str | None) -> dict[str, Any]:
    """Beside the object of an item: suggestions that look like the same role, as (id, text), and their group's id."""
    return {"related": [{"id": id_, "text": text} for id_, text in related], "group": group}


def history_json(earlier: Iterable[Item]) -> dict[str, Any]:
    """Beside the object of an item: what its sender offered before."""
    return {
        "history": [
            {
                "id": item.id,
                "received": time_json(item.received_at),
                "title": item.assessment.opportunity.role.title,
                "company": item.assessment.opportunity.role.company,
                "state": str(item.state),
                "decision": _decision(item.decision),
            }
            for item in earlier
        ]
    }


def role_json(role: Role) -> dict[str, Any]:
    """The role; what is not stated is null or empty."""
    return {
        "title": role.title,
        "company": role.company,
        "agency": role.agency,
        "recruiter": role.recruiter,
        "locations": list(role.locations),
        "workplace": role.workplace and str(role.workplace),
        "salary": _salary(role.salary),
        "seniority": role.seniority and str(role.seniority),
        "employment": role.employment and str(role.employment),
        "skills": list(role.skills),
    }


def _opportunity(opportunity: Opportunity) -> dict[str, Any]:
    return {
        "language": opportunity.language or None,
        "kind": str(opportunity.kind),
        "kind_probability": {str(kind): round(chance, 9) for kind, chance in opportunity.kind_probability},
        "role": role_json(opportunity.role),
        "missing": [str(fact) for fact in opportunity.missing],
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        "fit": score.probability,
        "reasons": [
            {"feature": c.feature, "contribution": c.value, "evidence": c.evidence or None, "text": c.text or None}
            for c in score.contributions
        ],
    }


def _salary(salary: Salary | None) -> dict[str, Any] | None:
    if salary is None:
        return None
    return {
        "min": _number(salary.min),
        "max": _number(salary.max),
        "currency": salary.currency,
        "period": salary.period and str(salary.period),
    }


def _number(amount: float | None) -> float | int | None:
    return int(amount) if amount is not None and amount == int(amount) else amount


def _address(address: Address) -> dict[str, Any]:
    return {"name": address.display_name or None, "address": address.addr_spec or None}


def _reply(draft: Draft | None) -> dict[str, Any] | None:
    if draft is None:
        return None
    return {
        "to": draft.to.addr_spec,
        "subject": draft.subject,
        "text": draft.body,
        "attachments": list(draft.file_names),
    }


def _decision(decision: Decision | None) -> dict[str, Any] | None:
    return {"action": str(decision.action), "at": time_json(decision.at)} if decision else None


def time_json(at: datetime | None) -> str | None:
    """ISO 8601 in UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else None
