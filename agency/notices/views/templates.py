"""The texts of letters: which stand, writing one with its letter beside it, and putting it in force."""

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.clients.queries import law_firms
from agency.law.texts import most_segments
from agency.notices import labels, queries
from agency.notices.differing import lines
from agency.notices.media import Medium
from agency.notices.models import NoticeTemplate
from agency.notices.own_text import CONDITIONS, FIELDS, OwnText
from agency.notices.schemas import BodySchema, ConfirmSchema, PlaceSchema, TextSchema
from agency.notices.segments import counted
from agency.notices.services import templates as texts
from agency.notices.services.files import IN_A_FRAME
from agency.notices.services.places import Place, place_of
from agency.notices.views.blueprint import bp, may, must, reader
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.i18n import LOCALES
from portal.security import let_ourselves_frame
from portal.web import keyset, load, page, say


@bp.get("/templates")
@allow(Permission.SEE_TEMPLATES)
def templates() -> ResponseReturnValue:
    """The agency's own texts, the latest first."""
    return page(
        "agency/notices/templates.html",
        found=keyset(queries.templates_for(reader()), NoticeTemplate.id, descending=True),
        labels=labels,
        languages=LOCALES,
        may_write=may(Permission.WRITE_TEMPLATES),
    )


@bp.get("/templates/new")
@allow(Permission.WRITE_TEMPLATES)
def new_template() -> ResponseReturnValue:
    """For which notices a text is to be written."""
    return page(
        "agency/notices/new_template.html",
        labels=labels,
        languages=LOCALES,
        firms=[(firm.id, firm.name) for firm in law_firms()],
    )


@bp.post("/templates/new")
@allow(Permission.WRITE_TEMPLATES)
def create_template() -> ResponseReturnValue:
    """A draft that begins with what stands now."""
    made = texts.draft(Place(**vars(load(PlaceSchema))), by=me())
    return redirect(url_for(".edit_template", notice_template=made.id))


@bp.get("/templates/<uuid:notice_template>")
@allow(Permission.SEE_TEMPLATES)
def template(notice_template: NoticeTemplate) -> ResponseReturnValue:
    """What a version says, what changed in it, and what the law of each country says to it."""
    found = queries.seen_template(notice_template, reader())
    versions = queries.versions_of(found)
    before = next((each for each in versions if each.number < found.number), None)
    return page(
        "agency/notices/template.html",
        version=found,
        versions=versions,
        before=before,
        changes=lines(before.body, found.body) if before else (),
        lacks=texts.check(found.text, place_of(found)),
        labels=labels,
        languages=LOCALES,
        may_write=may(Permission.WRITE_TEMPLATES),
        may_put=may(
            Permission.RELEASE_NOTICES if found.law_firm_id else Permission.WRITE_TEMPLATES
        ),
    )


@bp.get("/templates/<uuid:notice_template>/edit")
@allow(Permission.WRITE_TEMPLATES)
def edit_template(notice_template: NoticeTemplate) -> ResponseReturnValue:
    """The text, the fields it may hold, and its letter."""
    return page(
        "agency/notices/edit_template.html",
        version=notice_template,
        fields=sorted(FIELDS - CONDITIONS.keys() - {"is_consumer"}),
        conditions=sorted([*CONDITIONS, "is_consumer"]),
        labels=labels,
        languages=LOCALES,
    )


@bp.post("/templates/<uuid:notice_template>/edit")
@allow(Permission.WRITE_TEMPLATES)
def update_template(notice_template: NoticeTemplate) -> ResponseReturnValue:
    """Keep the draft."""
    texts.change(notice_template, _written(notice_template), by=me())
    say(_("Saved. It is a draft until it is put in force."))
    return redirect(url_for(".template", notice_template=notice_template.id))


@bp.post("/templates/<uuid:notice_template>/preview")
@allow(Permission.WRITE_TEMPLATES)
def preview_template(notice_template: NoticeTemplate) -> ResponseReturnValue:
    """The letter of an invented case with the text as it is being written, for the frame beside it."""
    let_ourselves_frame()
    written = _written(notice_template, page=".faults_of_template")
    if notice_template.medium == Medium.MAIL:
        return _mail_shown(notice_template, written)
    if notice_template.medium == Medium.TEXT:
        return _text_shown(notice_template, written)
    made = texts.preview(written, place_of(notice_template))
    return Response(made, content_type="application/pdf", headers=IN_A_FRAME)


def _written(version: NoticeTemplate, **options: str) -> OwnText:
    """What was typed; a text message has no subject."""
    if version.medium == Medium.TEXT:
        return OwnText("", load(BodySchema, **options).body)
    form = load(TextSchema, **options)
    return OwnText(form.subject, form.body)


def _text_shown(version: NoticeTemplate, text: OwnText) -> str:
    words = texts.preview_text(text, place_of(version))
    return page(
        "agency/notices/text_preview.html",
        words=words,
        counted=counted(words),
        most=most_segments(),
    )


def _mail_shown(version: NoticeTemplate, text: OwnText) -> str:
    subject, words = texts.preview_mail(text, place_of(version))
    return page("agency/notices/mail_preview.html", subject=subject, words=words)


@bp.get("/templates/<uuid:notice_template>/faults")
@allow(Permission.WRITE_TEMPLATES)
def faults_of_template(notice_template: NoticeTemplate) -> ResponseReturnValue:
    """What keeps the letter from being shown, in its frame."""
    let_ourselves_frame()
    return page("agency/notices/faults.html", version=notice_template)


@bp.post("/templates/<uuid:notice_template>/versions")
@allow(Permission.WRITE_TEMPLATES)
def create_version(notice_template: NoticeTemplate) -> ResponseReturnValue:
    """A new draft that begins with the latest version."""
    load(ConfirmSchema, page=".template")
    made = texts.draft(place_of(notice_template), by=me())
    return redirect(url_for(".edit_template", notice_template=made.id))


@bp.post("/templates/<uuid:notice_template>/force")
@allow(Permission.SEE_TEMPLATES)
def create_force(notice_template: NoticeTemplate) -> ResponseReturnValue:
    """Put it in force: the agency its own, a lawyer the firm's."""
    load(ConfirmSchema, page=".template")
    found = queries.seen_template(notice_template, reader())
    may_put = Permission.RELEASE_NOTICES if found.law_firm_id else Permission.WRITE_TEMPLATES
    must(may_put)
    where = texts.put_in_force(found, by=me(), lawyer=queries.lawyer_of(reader().id))
    say(_("In force for %(where)s.", where=", ".join(where)))
    return redirect(url_for(".template", notice_template=found.id))


@bp.post("/templates/<uuid:notice_template>/retirement")
@allow(Permission.WRITE_TEMPLATES)
def create_retirement(notice_template: NoticeTemplate) -> ResponseReturnValue:
    """Let the house's text stand again."""
    load(ConfirmSchema, page=".template")
    texts.retire(notice_template, by=me())
    say(_("Retired. New letters are written with the house text."))
    return redirect(url_for(".template", notice_template=notice_template.id))
