"""Every screen that a person can reach, as tables: its name, where it is, what is done there before the picture.

A screen without a place follows the one before it. Titles are for the list in `docs/pictures/README.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.demo import case
from tools.screenshots.gestures import choose, close_toasts, copy_words, fill, press, read_paper, show, tick

if TYPE_CHECKING:
    from tools.screenshots.gestures import Act

TIMELINE = case.TIMELINES[0].title
FACT = "Des messages toute la nuit"
PHOTO = "Affiche du week-end de découverte"
LETTER = "Lettre du 3 septembre 2021"
CHAT = "Conversation avec Hélian"
HEAP = (
    "Été 2021 : on m’a pris mon téléphone pendant trois jours.\n\n"
    "Après Noël, Hélian a lu tout haut une lettre de ma sœur. Tout le monde riait.\n\n"
    "Je ne sais plus quand : une amie est venue jusqu’au portail, on lui a dit que j’étais partie."
)
LOST = "bitume brèche safari tirelire"


class Screen(NamedTuple):
    """One picture: `at` is an address of the site, or a place of the vault (`pages/vault/screens.js`)."""

    name: str
    title: str
    at: str = ""
    of: str = ""
    """The title of the item that is looked at; or, of `named`, the name that the place knows."""
    step: int = 0
    acts: tuple[Act, ...] = ()
    named: str = ""
    dark: bool = False
    """One of the dozen that are shown dark too."""


PUBLIC = (
    Screen("home", "Home", "", dark=True, acts=()),
    Screen("landmark", "The landmark, before any answer", "repere", dark=True),
    Screen("landmark-outcome", "The landmark: where it leads",
           acts=(tick("emp-13", "emp-14", "emp-16"), press("Voir où cela mène"))),
    Screen("landmark-danger", "The landmark: help first, when a sentence is grave",
           "repere", acts=(tick("emp-19", "emp-24"), press("Voir où cela mène"))),
    Screen("directory", "The directory", "annuaire", dark=True),
    Screen("directory-search", "The directory: a search",
           acts=(fill("#directory input[type=search]", "lyon"), show(".entry"))),
    Screen("guide", "The guide", "guide", dark=True),
    Screen("guide-card", "The guide: one of the first five", "guide/abri"),
    Screen("guide-sheet", "The guide: a sheet", "guide/partir"),
    Screen("safety", "Protecting oneself on this device", "securite"),
    Screen("limits", "What we cannot do", "limites"),
    Screen("browsers", "Which browsers work", "navigateur"),
    Screen("kept-pages", "Keeping these pages on a device", "hors-ligne"),
    Screen("imprint", "Who publishes this site", "mentions-legales"),
    Screen("privacy", "Privacy", "confidentialite"),
    Screen("accessibility", "Accessibility", "accessibilite"),
    Screen("vulnerability", "Reporting a vulnerability", "signaler-une-faille"),
    Screen("not-found", "A page that does not exist", "nulle-part"),
)

DOOR = (
    Screen("door", "The door", "notes", dark=True),
    Screen("door-open", "Opening a vault", acts=(press("J’ai déjà un coffre"),)),
    Screen("door-lost", "Without the passphrase", acts=(press("J’ai perdu ma phrase de passe"),)),
    Screen("door-lost-words", "Recovery words as they are typed", acts=(fill("#recovery-words", LOST),)),
    Screen("make-safety", "Making a vault: to know first", "notes", acts=(press("Créer un coffre"),)),
    Screen("make-identifier", "Making a vault: the identifier", acts=(press("Continuer"),)),
    Screen("make-passphrase", "Making a vault: the passphrase", acts=(press("Continuer"),)),
    Screen("make-check", "Making a vault: two words typed back", acts=(copy_words("C’est noté", "word-"),)),
    Screen("make-words", "The twelve recovery words",
           acts=(press("Créer mon coffre"), lambda visitor: visitor.page.locator("ol.words li").first.wait_for())),
    Screen("make-words-check", "The recovery words typed back", acts=(copy_words("J’ai noté mes mots", "phrase-"),)),
)

EMPTY = (
    Screen("empty-journal", "A journal that begins",
           acts=(press("Vérifier"), lambda visitor: visitor.page.locator("nav.tabs").wait_for(), close_toasts)),
    Screen("empty-evidence", "No piece yet", "evidence"),
    Screen("empty-timelines", "No timeline yet", "timelines"),
    Screen("empty-contacts", "No contact yet", "contacts"),
    Screen("empty-shares", "No share yet", "shares"),
    Screen("empty-readings", "No reading of the landmark yet", "readings"),
    Screen("empty-dates", "No key date yet", "key-dates"),
    Screen("empty-trash", "Nothing in the trash", "trash"),
    Screen("empty-search", "Nothing for this word", "search", acts=(fill("#search", "glycine"),)),
    Screen("heap", "Noting in bulk", "heap", acts=(fill("#heap-text", HEAP),)),
    Screen("heap-sorting", "Notes sorted one by one", acts=(press("Trier maintenant"),)),
)

VAULT = (
    Screen("journal", "The journal", "journal", dark=True),
    Screen("event", "A fact", "event", of=FACT, dark=True),
    Screen("event-new", "Noting a fact", "event-new"),
    Screen("days", "How days were", "days", of="Comment c’était, février 2022", dark=True),
    Screen("key-dates", "Key dates", "key-dates"),
    Screen("evidence", "Pieces of evidence", "evidence", dark=True),
    Screen("evidence-item", "A photo", "evidence-item", of=PHOTO),
    Screen("evidence-letter", "A paper", "evidence-item", of=LETTER, acts=(read_paper,)),
    Screen("evidence-new", "Adding a piece", "evidence-new"),
    Screen("conversation-new", "Importing a conversation", "conversation-new"),
    Screen("conversation", "A conversation, by months", "conversation", of=CHAT),
    Screen("conversation-month", "A conversation: one month", "conversation", of=CHAT, step=202201),
    Screen("conversation-file", "A conversation: what a message brought", "conversation", of=CHAT, step=202111,
           acts=(press("IMG-20211114-WA0003.jpg"),)),
    Screen("timelines", "Timelines", "timelines"),
    Screen("timeline", "A timeline", "timeline", of=TIMELINE, dark=True),
    Screen("timeline-new", "A new timeline", "timeline-new"),
    Screen("contacts", "Contacts", "contacts"),
    Screen("contact", "A contact", "contact", of="Rive Claire, permanence"),
    Screen("contact-new", "A new contact", "contact-new"),
    Screen("vault-directory", "The directory in the vault", "directory"),
    Screen("search", "Search", "search", acts=(fill("#search", "sœur"),)),
)

SHARES = (
    Screen("shares", "Shares", "shares"),
    Screen("share-seen", "A share, and who opened it", "share", of=case.LAWYER),
    Screen("share-new", "Showing a part: what", "share-new", of=TIMELINE),
    Screen("share-whom", "Showing a part: to whom", acts=(press("Continuer"), fill("#label", "Judith, Rive Claire"))),
    Screen("share-look", "Showing a part: a last look", acts=(press("Relire avant d’ouvrir"),)),
    Screen("share-door", "What a recipient finds"),
    Screen("share-read", "What a recipient reads", dark=True),
)

SETTINGS = (
    Screen("settings", "Settings", "more"),
    Screen("readings", "Readings of the landmark over time", "readings"),
    Screen("reading", "A reading kept", "reading", of="Repère du 10 janvier 2022"),
    Screen("reading-new", "The landmark in the vault", "reading-new"),
    Screen("steps", "Steps", "steps"),
    Screen("step-about", "A step: what it is", "step-new", named="miviludes"),
    Screen("step-papers", "A step: the papers that are asked for", "step-new", named="compensation", step=1),
    Screen("step-choose", "A step: what to put in", "step-new", named="complaint", step=1,
           acts=(press("Reprendre une frise"), choose(TIMELINE))),
    Screen("step-fields", "A step: a few words", acts=(press("Continuer"),)),
    Screen("step-text", "A step: the text", acts=(press("Voir le texte"),)),
    Screen("access", "Access", "access", dark=True),
    Screen("access-passphrase", "Another passphrase", "access-password"),
    Screen("access-people", "People who help to come back", "access-people"),
    Screen("access-renewal", "Renewing everything", "access-rotation"),
    Screen("access-codes", "An application of codes", "access-totp"),
    Screen("access-passkey", "A passkey", "access-passkey"),
    Screen("phrase", "New recovery words", "phrase"),
    Screen("trash", "The trash", "trash"),
    Screen("portability", "Taking along, bringing back", "portability"),
    Screen("discretion", "Discretion", "discretion"),
    Screen("device", "This device", "device"),
    Screen("sleep", "A vault asleep", "sleep"),
    Screen("erase", "Erasing the vault", "erase-vault"),
)

GROUPS = {
    "Open to all": PUBLIC,
    "The door": DOOR,
    "A vault that begins": EMPTY,
    "In the vault": VAULT,
    "Shares": SHARES,
    "Settings": SETTINGS,
}
