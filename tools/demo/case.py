"""The fictitious case of `make demo`, as data: people, facts, pieces, timelines, shares.

Every name, group and sum is invented. Telephone numbers are of the ranges that the French regulator keeps for fiction,
addresses of mail end in `.example`. Facts are told as a person tells them: plainly, some dates sure and some not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vault.crypto.encoding import Document

LOGIN = "citron-vapeur-0482"
PHRASE = "bitume brèche safari tirelire jaguar famille puiser abaisser adjuger fongible absence nickel"
PASSPHRASE = "bocal tisane ouvrir dauphin gravier semer pelage noyau"  # noqa: S105 — of an invented vault, and printed


def when(precision: str, text: str, start: str | None = None, end: str | None = None, time: str | None = None) -> Document:
    """A date of facts, as the browser would read it from the same words (FORMAT 8.1)."""
    return {"precision": precision, "from": start, "to": end, "time": time, "text": text}


UNKNOWN = when("unknown", "je ne sais plus")


@dataclass(frozen=True)
class Contact:
    """Somebody; `key` is how the rest of the case names her."""

    key: str
    name: str
    role: str
    organisation: str = ""
    means: tuple[tuple[str, str], ...] = ()
    notes: str = ""


@dataclass(frozen=True)
class Piece:
    """A piece of evidence: `file` names a sample (`samples.py`), or `text` is all of it."""

    key: str
    title: str
    when: Document
    file: str | None = None
    description: str = ""
    obtained: str = ""
    where: str = ""
    who: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Event:
    """A fact; `evidence` and `who` name pieces and contacts by their keys, or people by their names."""

    key: str
    title: str
    when: Document
    facts: str
    said: str = ""
    where: str = ""
    who: tuple[str, ...] = ()
    danger: str | None = None
    feelings: str = ""
    thoughts: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Timeline:
    """Events and pieces in a chosen company."""

    key: str
    title: str
    description: str
    items: tuple[str, ...] = field(default=())


CONTACTS = (
    Contact("soeur", "Élodie, ma sœur", "relative", means=(("phone", "06 39 98 41 07"),),
            notes="Elle garde un double des clés. Elle m’a logée les premières semaines."),
    Contact("nadia", "Nadia B.", "witness", means=(("phone", "06 39 98 12 55"),),
            notes="Elle était au stage d’août et au repas du 9 janvier. Elle veut bien témoigner par écrit."),
    Contact("helian", "Hélian M.", "involved", organisation="Le Cercle d’Orvane",
            notes="Il anime les réunions. Je ne connais pas son nom d’état civil."),
    Contact("avocate", "Maître Solène Tavernier", "professional", organisation="Barreau de Valence",
            means=(("phone", "04 65 71 20 18"), ("email", "s.tavernier@avocats.example"))),
    Contact("association", "Rive Claire, permanence", "professional", organisation="Association Rive Claire",
            means=(("phone", "04 65 71 33 90"), ("email", "accueil@rive-claire.example")),
            notes="Permanence le mardi et le jeudi. Demander Judith."),
)

HOUSE = "Maison d’Orvane, Drôme"

PIECES = (
    Piece("affiche", "Affiche du week-end de découverte", when("exact", "21 septembre 2019 à 10 h 12", "2019-09-21", time="10:12"),
          "poster", "L’affiche sur la porte de la salle, avec le prix et le nom d’Hélian.", "Prise avec mon téléphone.",
          "Salle des fêtes, Crest", ("helian",)),
    Piece("recu", "Reçu du stage, payé en espèces", when("exact", "9 août 2021", "2021-08-09"), "receipt",
          "350 euros, sans nom ni numéro. C’est l’écriture d’Hélian.", "Remis à la fin du stage.", HOUSE, ("helian",)),
    Piece("lettre", "Lettre du 3 septembre 2021", when("exact", "3 septembre 2021", "2021-09-03"), "letter",
          "Elle demande le solde et parle de trois nouveaux stages.", "Reçue par la poste ; j’ai gardé l’enveloppe."),
    Piece("releve", "Relevé de compte d’août 2021", when("about", "août 2021", "2021-08"), "statement",
          "Le virement du 12 août et les retraits de la semaine du stage.", "Téléchargé sur le site de ma banque."),
    Piece("messages", "Messages de la nuit du 9 janvier", when("exact", "9 janvier 2022 à 23 h 50", "2022-01-09", time="23:50"),
          "messages", "Onze messages entre 21 h et 2 h du matin.", "Capture faite sur mon téléphone.", who=("helian",)),
    Piece("discussion", "Conversation avec Hélian", when("period", "", "2021-09-04", "2022-01-10"), "chat",
          "Tous les messages que j’avais encore.", "Fichier exporté d’une messagerie.", who=("Hélian",)),
    Piece("vocal", "Message vocal du 16 janvier", when("exact", "16 janvier 2022 vers 19 h", "2022-01-16", time="19:00"),
          "voice", "Il me demande de revenir dimanche et de ne plus voir ma sœur.", "Laissé sur mon répondeur.", who=("helian",)),
    Piece("regles", "Règles affichées dans la cuisine", when("about", "vers l’été 2021", "2021-06", "2021-08"), "rules",
          "La feuille était encore là en février 2022.", "Photographiée par Nadia, qui me l’a envoyée.", HOUSE, ("nadia",)),
    Piece("video", "La cour, le matin du départ", when("exact", "27 février 2022 à 6 h 40", "2022-02-27", time="06:40"), "video",
          "Le portail est fermé à clé. On entend quelqu’un appeler.", "Filmée avec mon téléphone.", HOUSE),
    Piece("cahier", "Ce que j’ai noté en rentrant", when("exact", "28 février 2022", "2022-02-28"),
          obtained="Recopié de mon cahier, que j’ai toujours.",
          text="Je suis partie avec un sac. J’ai laissé mes papiers dans le bureau, deuxième tiroir.\n"
               "Nadia a vu Hélian les ranger là en octobre.\nÉlodie m’attendait sur le parking de la gare à 8 h."),
)

EVENTS = (
    Event("rencontre", "Première rencontre au marché", when("about", "en 2018", "2018"),
          "Une femme tenait un stand de tisanes. Elle m’a invitée à une soirée de lecture.", where="Crest",
          feelings="J’étais contente qu’on s’intéresse à moi."),
    Event("decouverte", "Week-end de découverte", when("exact", "21 septembre 2019", "2019-09-21"),
          "Deux jours de conférences et de repas. Nous étions une vingtaine. On a gardé les téléphones dans une corbeille.",
          "« Ici, on dort peu et on vit mieux. »", "Salle des fêtes, Crest", ("helian", "Une vingtaine de personnes"), "no",
          evidence=("affiche",)),
    Event("dons", "Dons en espèces à chaque réunion", when("period", "entre 2019 et 2021", "2019", "2021"),
          "Une enveloppe passait à la fin. Je mettais 20 ou 50 euros, presque chaque semaine.", who=("helian",)),
    Event("traitement", "On me conseille d’arrêter mon traitement", when("about", "vers octobre 2020", "2020-10"),
          "Après une réunion, Hélian m’a prise à part. J’ai arrêté deux mois, puis mon médecin m’a fait reprendre.",
          "« Ton corps sait mieux que l’ordonnance. »", "Chez Hélian", ("helian",), "some",
          thoughts="Je pense qu’il voulait que je cesse de voir le docteur."),
    Event("quatre-soirs", "Les réunions passent à quatre soirs par semaine", when("period", "de mars à juin 2021", "2021-03", "2021-06"),
          "Je rentrais vers une heure du matin et je travaillais à sept heures. J’ai eu deux avertissements.", where="Crest"),
    Event("soeur", "On me demande de ne plus voir ma sœur", when("about", "vers l’été 2021", "2021-06", "2021-08"),
          "On m’a fait écrire à Élodie que je ne viendrais plus. On a relu la lettre devant moi.",
          "« Elle te tire en arrière. »", HOUSE, ("helian", "soeur"), "some", "J’avais honte. Je ne lui ai pas répondu pendant six mois."),
    Event("arrivee", "Arrivée à la maison", when("exact", "14 juillet 2021 à 18 h 30", "2021-07-14", time="18:30"),
          "On m’a donné un lit dans une chambre de six. J’ai remis ma carte d’identité « pour l’assurance ».", where=HOUSE,
          who=("helian", "nadia"), danger="no", evidence=("regles",)),
    Event("stage", "Stage de sept jours", when("period", "du 2 au 9 août 2021", "2021-08-02", "2021-08-09"),
          "Lever à 4 h 30, un repas par jour, coucher vers minuit. Deux personnes ont eu un malaise ; personne n’a appelé.",
          "« La fatigue est une porte. »", HOUSE, ("helian", "nadia"), "yes", evidence=("recu",)),
    Event("virement", "Virement de 2 400 euros", when("exact", "12 août 2021", "2021-08-12"),
          "Hélian était assis à côté de moi et dictait. J’ai fait le virement depuis mon téléphone.", where=HOUSE, who=("helian",),
          danger="some", evidence=("releve",)),
    Event("relance", "Une lettre réclame le solde", when("exact", "3 septembre 2021", "2021-09-03"),
          "La lettre demande encore 2 400 euros avant la fin du mois.", evidence=("lettre",)),
    Event("papiers", "On range mes papiers sous clé", when("about", "vers la fin 2021", "2021-10", "2021-12"),
          "Ma carte d’identité et ma carte Vitale étaient dans le bureau. Il fallait demander.", where=HOUSE, who=("nadia",), danger="some"),
    Event("nuit", "Des messages toute la nuit", when("exact", "9 janvier 2022 à 21 h", "2022-01-09", time="21:00"),
          "J’avais dit à table que je voulais passer une semaine chez ma sœur.", who=("helian", "nadia"), danger="yes",
          feelings="Je n’ai pas dormi. Je relisais chaque message.", evidence=("messages", "vocal")),
    Event("depart", "Départ de la maison", when("exact", "27 février 2022 à 6 h 40", "2022-02-27", time="06:40"),
          "Je suis sortie par le jardin du voisin, le portail était fermé. J’ai marché jusqu’à la gare.", where=HOUSE,
          who=("soeur",), danger="yes", evidence=("video", "cahier")),
    Event("signature", "Un papier que je n’ai pas pu lire", UNKNOWN,
          "On m’a fait signer trois pages un soir. On ne m’en a pas donné de copie.", who=("helian",)),
)

THROWN = Event("double", "Virement d’août", when("about", "août 2021", "2021-08"), "Noté deux fois : voir le 12 août.")

TIMELINES = (
    Timeline("parcours", "De la rencontre au départ", "Pour le premier rendez-vous avec Maître Tavernier.",
             ("rencontre", "decouverte", "affiche", "traitement", "quatre-soirs", "soeur", "arrivee", "regles", "stage", "nuit",
              "messages", "depart", "video", "signature")),
    Timeline("argent", "L’argent", "Ce que j’ai donné, et ce qu’on m’a demandé.",
             ("dons", "recu", "stage", "virement", "releve", "relance", "lettre")),
)

LAWYER = "Maître Solène Tavernier"
LAWYER_PURPOSE = "Premier rendez-vous : comprendre les faits et les sommes versées."
LAWYER_ITEMS = (
    "parcours", "rencontre", "decouverte", "traitement", "soeur", "arrivee", "stage", "virement", "nuit", "depart", "signature",
    "affiche", "releve", "messages", "video", "nadia",
)
ASSOCIATION = "Association Rive Claire, Judith"
ASSOCIATION_PURPOSE = "Savoir quelles pièces rassembler."
ASSOCIATION_ITEMS = ("argent", "dons", "virement", "relance", "releve", "lettre")
