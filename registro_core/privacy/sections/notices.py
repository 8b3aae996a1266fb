"""What a person was told, and what others were told of them."""

from registro_core import _
from registro_core.notices.models import (
    Delivery,
    Digest,
    DirectMail,
    NoticePreference,
    NoticeRecipient,
    PublishedNotice,
)
from registro_core.privacy.sections.section import Section

SECTIONS = (
    Section(
        _("Avvisi ricevuti"),
        (NoticeRecipient.person_id,),
        {
            "tipo": PublishedNotice.kind,
            "pubblicato": PublishedNotice.published_at,
            "letto": NoticeRecipient.read_at,
        },
        ((PublishedNotice, PublishedNotice.id == NoticeRecipient.notice_id),),
    ),
    Section(
        _("Avvisi che parlano della persona"),
        (PublishedNotice.student_id,),
        {
            "tipo": PublishedNotice.kind,
            "testo": PublishedNotice.subject,
            "pubblicato": PublishedNotice.published_at,
        },
    ),
    Section(
        _("Invii degli avvisi"),
        (NoticeRecipient.person_id,),
        {
            "via": Delivery.channel,
            "indirizzo": Delivery.address,
            "stato": Delivery.state,
            "inviato": Delivery.sent_at,
        },
        ((NoticeRecipient, NoticeRecipient.id == Delivery.recipient_id),),
    ),
    Section(
        _("Riepiloghi degli avvisi"),
        (Digest.person_id,),
        {
            "del": Digest.due_at,
            "indirizzo": Digest.address,
            "stato": Digest.state,
            "inviato": Digest.sent_at,
        },
    ),
    Section(
        _("Altre e-mail"),
        (DirectMail.person_id,),
        {
            "indirizzo": DirectMail.address,
            "oggetto": DirectMail.subject,
            "stato": DirectMail.state,
            "inviata": DirectMail.sent_at,
        },
    ),
    Section(
        _("Scelte sugli avvisi"),
        (NoticePreference.person_id,),
        {
            "tipo": NoticePreference.kind,
            "via": NoticePreference.channel,
            "quando": NoticePreference.choice,
        },
    ),
)
