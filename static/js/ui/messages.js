/**
 * What is said to a person for each code of error: what happened, what is safe, what to do.
 *
 * Codes come from the server (`vault/errors.py`), from the crypto core (`crypto/errors.js`) and from the flows (`flows/errors.js`). A code
 * that is not known here is said as a fault of ours. Nothing of the error itself is shown: it could hold a secret.
 */

import { formatDuration, t, tn } from "./i18n.js";

/** @typedef {{ code?: string, name?: string, retryAfter?: number | null, details?: Record<string, unknown> }} Described */

// One lie of the server, one sentence on what is safe: the words differ by what a person can do.
const LIE = () => t("Ce que le service a envoyé ne correspond pas à ce qui a été enregistré. Rien n’en est montré, et rien n’a été envoyé d’ici. N’ajoutez rien pour l’instant, notez la date et l’heure, et prévenez le service par un autre moyen.");
const AWAY = () => t("Le service est momentanément indisponible. Ce qui était enregistré est en sécurité. Gardez la page ouverte et réessayez dans un instant.");

/** @type {Record<string, (error: Described) => string>} */
const SERVER = {
  bad_request: () => t("La demande n’a pas la forme attendue. Rien n’a été enregistré. Vérifiez ce qui est écrit, puis réessayez."),
  unreadable: () => t("La demande est illisible. Rien n’a été enregistré. Rechargez la page, puis réessayez."),
  cross_site: () => t("La demande semble venir d’un autre site : elle est refusée. Votre coffre n’a pas changé. Ouvrez le coffre depuis son adresse."),
  login_refused: () => t("L’identifiant et la phrase de passe ne vont pas ensemble. Votre coffre est intact. Vérifiez les deux, puis réessayez."),
  proof_needed: () => t("Ce coffre a déjà une seconde vérification : pour en ajouter une, donnez d’abord un code, une clé d’accès ou un code de secours. Rien n’a changé."),
  second_refused: () => t("Ce code ou cette clé n’est pas accepté, ou a déjà servi. Votre coffre est intact. Attendez le code suivant, puis réessayez."),
  passkey_refused: () => t("Cette clé d’accès n’est pas acceptée ici. Rien n’a changé. Réessayez, ou donnez votre identifiant et votre phrase de passe."),
  ticket_spent: () => t("Cette étape a pris trop de temps ou a déjà servi. Votre coffre est intact. Recommencez."),
  session_ended: () => t("La session est terminée. Ce qui est enregistré est en sécurité. Ouvrez de nouveau votre coffre."),
  fresh_needed: () => t("Ce geste demande de redonner votre phrase de passe. Rien n’a changé. Tapez-la, puis réessayez."),
  login_taken: () => t("Cet identifiant est déjà pris. Rien n’a été créé. Choisissez-en un autre."),
  forbidden: () => t("Cette action n’est pas permise. Rien n’a changé. Revenez à la liste."),
  not_found: () => t("Ce que vous demandez n’est pas ici. Le reste de votre coffre est intact. Revenez à la liste."),
  method_not_allowed: () => t("Cette adresse ne permet pas ce geste. Rien n’a changé. Rechargez la page."),
  conflict: () => t("Un autre onglet ou appareil a enregistré entre-temps. Rien n’est perdu. La page reprend votre modification."),
  record_exists: () => t("Cette version est déjà enregistrée. Elle reste telle quelle. Rechargez la page."),
  files_not_whole: () => t("Un fichier n’est pas encore arrivé en entier. Ce qui est déjà envoyé est gardé. Terminez l’envoi, puis enregistrez."),
  too_early: () => t("Un élément se supprime définitivement 30 jours après sa mise à la corbeille. Il est encore là et peut être repris."),
  file_kept: () => t("Ce fichier est déjà enregistré dans le coffre. Il est en sécurité. Passez par la corbeille pour le retirer."),
  file_exists: () => t("Un fichier porte déjà ce numéro. Rien n’est perdu. Recommencez l’envoi."),
  parts_missing: () => t("Il manque des morceaux du fichier. Ceux qui sont arrivés sont gardés. Reprenez l’envoi."),
  part_mismatch: () => t("Un morceau du fichier a été abîmé pendant l’envoi. Les autres sont gardés. Reprenez l’envoi."),
  quota_exceeded: () => t("Il n’y a plus assez de place dans votre coffre pour ce fichier. Ce qui est enregistré est intact. Choisissez un fichier plus petit ou videz la corbeille."),
  file_too_large: () => t("Ce fichier dépasse la taille permise. Rien n’a été envoyé. Coupez-le ou choisissez-en un plus petit."),
  body_too_large: () => t("La demande est trop grande. Rien n’a été enregistré. Enregistrez en plusieurs fois."),
  limit_reached: () => t("La limite est atteinte. Ce qui est enregistré est intact. Terminez ou retirez un élément, puis réessayez."),
  range_unsatisfiable: () => t("Ce passage du fichier n’existe pas. Le fichier est intact. Rouvrez-le."),
  share_unavailable: () => t("Ce partage n’est pas disponible. Vérifiez le lien et les dates auprès de la personne qui vous l’a donné."),
  code_wrong: ({ details }) => wrongCode(Number(details?.left)),
  share_exists: () => t("Un partage porte déjà ce numéro. Rien n’a changé. Préparez de nouveau le partage."),
  challenge_spent: () => t("L’ouverture a pris trop de temps ou a déjà servi. Le partage est intact. Ouvrez de nouveau le lien."),
  too_many_attempts: ({ retryAfter }) => tooMany(retryAfter ?? null),
  limits_unavailable: () => t("Le service ne peut pas vérifier les essais pour l’instant. Votre coffre est intact. Réessayez dans quelques minutes."),
  database_unavailable: AWAY,
  storage_unavailable: () => t("Le stockage des fichiers est momentanément indisponible. Ce qui est déjà envoyé est gardé. Réessayez dans un instant."),
  storage_full: () => t("Le service n’a plus de place pour l’instant. Ce qui est enregistré est intact. Réessayez plus tard."),
  internal: () => t("Une erreur s’est produite de notre côté. Ce qui était enregistré est en sécurité. Rechargez la page, puis réessayez."),
};

/** @type {Record<string, (error: Described) => string>} */
const NETWORK = {
  offline: () => t("Pas de connexion. Ce qui était enregistré est en sécurité, et ce que vous écrivez reste dans cette page. Gardez-la ouverte : l’envoi reprend avec le réseau."),
  unavailable: AWAY,
  ticket_refused: () => t("L’envoi d’un morceau du fichier a été refusé. Ceux qui sont arrivés sont gardés. Reprenez l’envoi."),
  cancelled: () => t("C’est arrêté, comme demandé. Rien d’autre n’a changé."),
};

/** @type {Record<string, (error: Described) => string>} */
const CRYPTO = {
  malformed: LIE,
  does_not_open: LIE,
  forged: LIE,
  unsupported: () => t("Le service a envoyé un format que cette page ne connaît pas. Votre coffre n’a pas changé. Rechargez la page ; si cela continue, n’ajoutez rien et prévenez le service par un autre moyen."),
  weak_kdf: () => t("Le service demande une protection trop faible de la phrase de passe. Elle n’a pas été utilisée et rien n’est parti. Fermez cette page et prévenez le service par un autre moyen."),
  rollback: () => t("Le service montre un état ancien de votre coffre. Ce que vous avez enregistré depuis n’y est pas. Rien n’a été envoyé d’ici. N’ajoutez rien, réessayez plus tard, et prévenez le service si cela continue."),
  fork: () => t("Le service montre une autre histoire de votre coffre que celle déjà vue ici. Rien n’a été envoyé d’ici. N’ajoutez rien, notez la date et l’heure, et prévenez le service par un autre moyen."),
  omitted: () => t("Le service ne donne pas un élément qui est bien dans votre coffre. Les autres sont intacts. Réessayez plus tard ; si cela continue, prévenez le service par un autre moyen."),
  expired: () => t("Ce partage est terminé, ou l’horloge de cet appareil n’est pas à l’heure. Rien n’est perdu. Vérifiez la date de l’appareil, puis demandez un nouveau lien si besoin."),
  foreign_slot: () => t("Le service a donné un accès qui n’est pas celui de votre coffre. Rien n’a été envoyé d’ici. Vérifiez l’identifiant, et prévenez le service si cela continue."),
};

/** @type {Record<string, (error: Described) => string>} */
const FLOWS = {
  locked: () => t("Le coffre est verrouillé. Ce qui est enregistré est en sécurité. Redonnez votre phrase de passe."),
  read_only: () => t("Le coffre est en lecture seule dans cet onglet, car le service a envoyé quelque chose qui ne correspond pas. Ce que vous écrivez reste dans la page. Copiez-le, puis rouvrez le coffre plus tard."),
  too_many_conflicts: () => t("Un autre onglet ou appareil enregistre en même temps. Rien n’est perdu : votre modification attend ici. Fermez l’autre onglet, puis réessayez."),
  weak_password: () => t("Cette phrase se devine trop facilement. Rien n’a été créé. Prenez celle qui est proposée, ou ajoutez des mots sans lien entre eux."),
  phrase_unchecked: () => t("Le coffre ne prend pas encore de fichier : vos mots de secours ne sont pas vérifiés. Rien n’a été envoyé, et vos textes sont acceptés. Retapez deux mots, ou choisissez de vous en passer."),
  phrase_wrong: () => t("Ce ne sont pas les mots de ce coffre. Rien n’a changé, rien n’est perdu. Regardez votre feuille, ou revoyez les mots."),
  shares_wrong: () => t("Ces deux feuilles ne vont pas ensemble : une lettre est à revoir, ou c’est deux fois la même. Rien n’a été envoyé. Comparez les mots un à un."),
  sheet_differs: () => t("Le coffre que montre le service n’est pas celui de votre feuille, ou il est plus ancien. Rien n’a été changé et rien n’est montré. Vérifiez le numéro et la marque ; s’ils sont bien recopiés, n’allez pas plus loin et prévenez le service par un autre moyen."),
  people_waiting: () => t("Le délai n’est pas terminé, ou la demande a été refusée depuis le coffre. Rien n’a changé. Revenez avec les deux mêmes feuilles pour voir la date."),
  second_needed: () => t("La session est terminée, et ce coffre demande une seconde vérification. Ce qui est enregistré est en sécurité. Fermez le coffre, puis ouvrez-le de nouveau."),
  empty_item: () => t("Il manque l’essentiel : un texte, un nom ou un fichier. Rien n’a été enregistré. Ajoutez-le, puis enregistrez."),
  text_too_long: () => t("Un texte est trop long. Rien n’a été enregistré, et il reste dans la page. Raccourcissez-le ou faites-en deux."),
  draft_too_large: () => t("Ce brouillon est trop long pour être gardé tel quel. Il reste dans la page. Enregistrez-le maintenant, ou raccourcissez-le."),
  file_empty: () => t("Ce fichier est vide. Rien n’a été envoyé. Vérifiez qu’il s’ouvre sur votre appareil, puis réessayez."),
  file_changed: () => t("Le fichier a changé ou a disparu pendant la lecture. Rien n’a été gardé de lui. Attendez qu’il ne change plus, puis choisissez-le de nouveau."),
  file_too_large_here: () => t("Ce fichier est trop grand pour être ouvert ainsi dans ce navigateur. Il est intact dans le coffre. Ouvrez-le avec un autre navigateur, hors fenêtre privée."),
  no_copy: () => t("Une copie sans localisation ne peut pas être faite de ce fichier ici. L’original est intact. Partagez-le tel quel, ou laissez-le de côté."),
  no_preview: () => t("Ce type de fichier ne s’affiche pas ici. Il est intact. Enregistrez-le pour l’ouvrir avec un autre programme."),
  refused_here: () => t("Sans réseau, seul le coffre gardé sur cet appareil s’ouvre : avec son identifiant, et la phrase de passe de sa dernière ouverture ici. Rien n’a changé. Vérifiez les deux, ou réessayez avec le réseau."),
  former_refused: () => t("Cette phrase de passe n’est pas celle avec laquelle ces changements ont été écrits. Ils sont toujours ici, chiffrés. Vérifiez, puis réessayez."),
  copy_damaged: () => t("La copie gardée sur cet appareil est abîmée et ne se lit pas. Votre coffre en ligne est intact. Ouvrez-le avec le réseau : la copie sera refaite."),
  not_here: () => t("Ceci n’est pas gardé sur cet appareil. C’est en sécurité dans votre coffre. Revenez-y quand le réseau sera là."),
  needs_network: () => t("Ce geste demande le réseau. Rien n’a changé, et ce qui attend sur cet appareil y reste. Réessayez quand le réseau sera là."),
  file_needs_network: () => t("Sans réseau, un fichier de plus de 32 Mo ne peut pas attendre ici, ni plus de 256 Mo en tout. Rien n’est perdu. Gardez-le où il est, et ajoutez-le quand le réseau sera là."),
  device_full: () => t("Il n’y a plus de place sur cet appareil pour garder ce fichier. Rien n’est perdu. Libérez de la place, ou ajoutez-le quand le réseau sera là."),
  kept_in_other_tab: () => t("Un autre onglet de ce site est ouvert et s’occupe déjà de cet appareil. Rien n’a changé. Fermez-le, puis réessayez."),
  other_vault_here: () => t("Un autre coffre est déjà gardé sur cet appareil. Il n’a pas bougé. Retirez-le d’abord, si c’est ce que vous voulez."),
  cannot_keep_here: () => t("Ce navigateur, ou cette fenêtre privée, ne sait rien garder pour le hors-ligne. Rien n’a changé. Essayez une fenêtre ordinaire, ou un autre navigateur."),
  pages_not_kept: () => t("Les pages ne sont pas arrivées en entier, et rien d’incomplet n’est gardé. Vérifiez le réseau, puis réessayez."),
  viewer_failed: () => t("Ce document ne peut pas être affiché ici. Il est intact. Enregistrez-le pour l’ouvrir avec un autre programme."),
  phrase_malformed: () => t("Ces douze mots ne vont pas ensemble : il y en a un de trop, un qui manque, ou une lettre à revoir. Rien n’a été envoyé. Comparez-les un à un avec votre feuille."),
  link_malformed: () => t("Ce lien est incomplet. Rien n’est perdu. Demandez à la personne de vous le renvoyer en entier, et ouvrez-le d’un seul geste."),
  code_malformed: () => t("Un code a huit lettres ou chiffres. Rien n’a été envoyé. Vérifiez-le, puis réessayez."),
  share_empty: () => t("Rien n’est choisi. Rien n’a été partagé. Choisissez au moins un élément."),
  share_too_large: () => t("Il y a trop de choses dans ce partage. Rien n’a été partagé. Faites-en deux."),
  share_forged: () => t("Ce partage ne correspond pas à ce que la personne a préparé. Ne vous y fiez pas. Demandez-lui un nouveau lien."),
  export_malformed: () => t("Ce fichier n’est pas un export, ou il a été modifié. Rien n’a été gardé. Prenez le fichier tel qu’il a été enregistré, sans l’ouvrir ni le refaire."),
  export_incomplete: () => t("Il manque quelque chose à cet export. Rien n’a été gardé. Prenez une copie entière."),
  export_altered: () => t("Un fichier de cet export n’est plus celui qui a été écrit. Ce qui est déjà rapporté est intact. Reprenez avec une autre copie de l’export."),
  export_too_large: () => t("Une partie de cet export est trop grande. Rien n’a été gardé. Gardez l’export et demandez de l’aide."),
  conversation_unknown: () => t("Ce fichier n’a pas la forme d’une conversation exportée que cette page sait lire. S’il a été ajouté, il est gardé tel quel dans vos pièces. Vérifiez que c’est bien l’export, puis réessayez."),
  conversation_empty: () => t("Aucun message n’a été trouvé dans ce fichier. S’il a été ajouté, il est gardé tel quel dans vos pièces. Refaites l’export depuis l’application si vous le pouvez."),
  conversation_too_many: () => t("Ce fichier a plus d’un million de messages : les suivants ne sont pas montrés ici. L’original est gardé entier. Cherchez dans une partie de la conversation, exportée à part."),
  conversation_too_long: () => t("Les textes de ce fichier sont trop longs pour être tous montrés ici : la suite manque à l’écran. L’original est gardé entier. Exportez une partie de la conversation à part pour la lire."),
  conversation_archive_damaged: () => t("Cette archive est abîmée ou incomplète : ce qui est montré peut manquer ou être faux par endroits. L’original est gardé tel quel. Refaites l’export si vous le pouvez, et ajoutez-le à côté."),
  conversation_archive_swells: () => t("Cette archive se déplie en une quantité anormale de données, comme un fichier fait pour bloquer un appareil. Elle n’est pas lue. Si elle a été ajoutée, elle est gardée telle quelle. Refaites l’export depuis l’application."),
  conversation_archive_crowded: () => t("Cette archive contient plus de cent mille fichiers, ou une liste de fichiers démesurée. Elle n’est pas lue. Si elle a été ajoutée, elle est gardée telle quelle. Refaites l’export sans les médias."),
  conversation_archive_locked: () => t("Cette archive est protégée par un mot secret. Elle n’est pas lue. Si elle a été ajoutée, elle est gardée telle quelle. Refaites l’export sans protection, puis ajoutez-le."),
  conversation_archive_without: () => t("Aucune conversation n’a été trouvée dans cette archive. Si elle a été ajoutée, elle est gardée telle quelle dans vos pièces. Vérifiez que c’est bien l’export de la discussion."),
  conversation_xml_unsafe: () => t("Ce fichier contient des définitions qu’une sauvegarde de SMS n’a jamais, et qui peuvent bloquer un appareil. Il n’est pas lu. S’il a été ajouté, il est gardé tel quel. Refaites la sauvegarde depuis l’application."),
  conversation_xml_malformed: () => t("Cette sauvegarde s’interrompt ou est abîmée : la suite n’est pas montrée. L’original est gardé tel quel. Refaites la sauvegarde si vous le pouvez, et ajoutez-la à côté."),
  conversation_attachment_missing: () => t("Ce fichier joint n’est pas dans le fichier exporté, ou n’y est pas lisible. La conversation est intacte. Refaites l’export « avec les médias » si le fichier est encore sur l’appareil."),
  conversation_attachment_large: () => t("Ce fichier joint est trop grand pour être sorti ici. Il est toujours dans l’original, intact. Ouvrez l’original sur votre appareil et ajoutez ce fichier comme une pièce."),
  vault_not_empty: () => t("Ce coffre contient déjà autre chose. Rien n’a été gardé. Rapportez l’export dans un coffre neuf."),
  upload_running: () => t("Un envoi est en cours. Rien n’a changé. Laissez-le finir ou arrêtez-le, puis recommencez."),
  second_malformed: () => t("Un code a six chiffres ; un code de secours a dix lettres ou chiffres. Rien n’a été envoyé. Vérifiez-le, puis réessayez."),
  passkey_unsupported: () => t("Ce navigateur ne connaît pas les clés d’accès. Rien n’a changé. Prenez une application de codes, ou un autre navigateur."),
  passkey_opens_nothing: () => t("Cette clé d’accès est un second facteur : elle n’ouvre pas le coffre à elle seule. Rien n’a changé. Donnez votre identifiant et votre phrase de passe."),
  passkey_known: () => t("Cet appareil a déjà une clé d’accès pour ce coffre. Rien n’a changé. Utilisez-la telle quelle."),
  passkey_failed: () => t("La clé d’accès n’a pas répondu comme il faut. Rien n’a changé. Réessayez, ou prenez un autre moyen."),
  worker_failed: () => t("Une partie de la page s’est arrêtée. Ce qui était enregistré est en sécurité. Rechargez la page, puis réessayez."),
  ended: () => t("C’est arrêté, car le coffre s’est verrouillé. Ce qui est enregistré est en sécurité. Ouvrez-le de nouveau, puis réessayez."),
};

const MESSAGES = new Map(Object.entries({ ...SERVER, ...NETWORK, ...CRYPTO, ...FLOWS }));

/** Codes that have a sentence of their own. @returns {string[]} */
export const knownCodes = () => [...MESSAGES.keys()];

/** Stable code of anything thrown. @param {unknown} error @returns {string} */
export function errorCode(error) {
  const { code, name } = /** @type {Described} */ (error ?? {});
  if (typeof code === "string" && MESSAGES.has(code)) return code;
  if (name === "AbortError") return "cancelled";
  return name === "NotReadableError" ? "file_changed" : "internal";
}

/** The sentence for a person. @param {unknown} error anything thrown @returns {string} */
export function errorText(error) {
  const say = MESSAGES.get(errorCode(error)) ?? AWAY;
  return say(/** @type {Described} */ (error ?? {}));
}

/** @param {number} left tries before the share ends */
function wrongCode(left) {
  const wrong = t("Le code n’est pas le bon. Vérifiez-le auprès de la personne qui vous l’a donné.");
  if (!Number.isSafeInteger(left)) return wrong;
  return `${wrong} ${tn("Il reste {n} essai, puis le partage se ferme.", "Il reste {n} essais, puis le partage se ferme.", left)}`;
}

/** @param {number | null} seconds */
function tooMany(seconds) {
  if (seconds === null) return t("Il y a eu trop d’essais. Votre coffre est intact. Attendez un peu, puis réessayez.");
  return t("Il y a eu trop d’essais. Votre coffre est intact. Réessayez dans {delay}.", { delay: formatDuration(seconds) });
}
