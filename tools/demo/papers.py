"""What the papers of the fictitious case show: pages that Chromium draws, nothing fetched; and the messages exported."""

_TABLE = """<!doctype html><html lang="fr"><meta charset="utf-8"><style>
*{box-sizing:border-box;margin:0} body{width:1008px;height:756px;overflow:hidden;display:grid;place-items:center;
background:%s;font-family:"DejaVu Serif",serif;color:#2b2622}
.sheet{background:linear-gradient(160deg,#fdfaf2,#efe7d6);box-shadow:0 18px 40px #0008,0 2px 6px #0006;transform:%s;padding:%s}
h1{line-height:1.15} p,li{line-height:1.5}
</style><div class="sheet">%s</div></html>"""

_WOOD = "repeating-linear-gradient(93deg,#7a5233 0 46px,#6e492d 46px 49px,#835a39 49px 96px,#6a462b 96px 98px)"
_DOOR = "linear-gradient(100deg,#4d6a5c,#7f9b8a 45%,#5b776a 46%,#8aa596)"
_TILES = "repeating-linear-gradient(0deg,#d8d4c8 0 118px,#b9b3a4 118px 122px),#d8d4c8"

POSTER = _TABLE % (
    _DOOR, "rotate(-1.5deg) perspective(1400px) rotateY(7deg)", "46px 54px",
    """<p style="letter-spacing:.3em;font-size:15px;color:#8a5a2b">LE CERCLE D’ORVANE</p>
<h1 style="font-size:58px;width:520px;margin:14px 0">Week-end<br>de découverte</h1>
<p style="font-size:24px">21 et 22 septembre 2019</p><p style="font-size:20px">Salle des fêtes, Crest</p>
<p style="font-size:19px;margin-top:26px;width:500px">« Ici, on dort peu et on vit mieux. »<br>Deux jours avec Hélian,
repas partagés, lectures, silence.</p><p style="font-size:24px;margin-top:26px">Participation : 180 €, en espèces</p>""",
)

RECEIPT = _TABLE % (
    _WOOD, "rotate(4deg)", "40px 46px",
    """<p style="font-size:15px;letter-spacing:.2em">REÇU</p>
<p style="font:italic 30px 'DejaVu Serif';margin:18px 0;width:430px">Stage du 2 au 9 août<br>reçu 350 euros<br>en espèces</p>
<p style="font:italic 34px 'DejaVu Serif';transform:rotate(-6deg);margin-left:240px;color:#1d2f6f">Hélian</p>""",
)

RULES = _TABLE % (
    _TILES, "rotate(-2.5deg)", "38px 48px",
    """<h1 style="font-size:32px;margin-bottom:16px">La vie de la maison</h1>
<ol style="font-size:21px;width:560px;padding-left:26px">
<li>Lever à 4 h 30. Personne ne reste au lit.</li><li>Un repas par jour, en silence.</li>
<li>Les téléphones sont au bureau.</li><li>On ne sort qu’à deux.</li>
<li>On dit tout à Hélian, surtout ce qu’on pense des autres.</li><li>Le courrier est ouvert ensemble.</li></ol>""",
)

LIST = _TABLE % (
    _WOOD, "rotate(1.5deg)", "40px 48px",
    """<p style="font-size:15px;letter-spacing:.2em">LUNDI — INÈS</p>
<ul style="font:italic 27px/1.7 'DejaVu Serif';margin:16px 0;width:520px;padding-left:26px;color:#1d2f6f">
<li>4 h 30 : lever, silence</li><li>5 h : linge de toute la maison</li><li>13 h : repas, à part</li>
<li>14 h : lecture devant Hélian</li><li>pas de téléphone, pas de sortie seule</li></ul>""",
)

COURTYARD = """<!doctype html><meta charset="utf-8"><style>*{margin:0} div{position:absolute}
body{width:1008px;height:756px;overflow:hidden;background:linear-gradient(#2b3a55,#8f7f86 40%,#d9a77c 56%,#3b3b36 57%,#23241f)}
.hill{left:-80px;top:330px;width:760px;height:220px;border-radius:50%;background:#333c41}
.hill.two{left:480px;top:352px;width:760px;background:#2b3236}
.house{left:90px;top:250px;width:330px;height:250px;background:linear-gradient(90deg,#5b5148,#4b433c)}
.roof{left:60px;top:190px;border:solid transparent;border-width:0 195px 64px;border-bottom-color:#3a2f2b}
.pane{width:46px;height:62px;background:#1c2027} .lit{background:#f3c878;box-shadow:0 0 30px #f3c87888}
.gate{left:560px;top:330px;width:330px;height:210px;background:repeating-linear-gradient(90deg,#15171a 0 7px,transparent 7px 30px);
border:8px solid #15171a;border-width:8px 8px 14px}
.lock{left:716px;top:430px;width:20px;height:26px;background:#8d7a4a;border-radius:3px}
.path{left:380px;top:500px;width:420px;height:300px;background:#5a554c;clip-path:polygon(44% 0,78% 0,100% 100%,0 100%)}
</style><div class="hill"></div><div class="hill two"></div><div class="path"></div><div class="house"></div><div class="roof"></div>
<div class="pane" style="left:140px;top:300px"></div><div class="pane lit" style="left:230px;top:300px"></div>
<div class="pane" style="left:320px;top:300px"></div><div class="gate"></div><div class="lock"></div>"""

MESSAGES = """<!doctype html><html lang="fr"><meta charset="utf-8"><style>*{margin:0;box-sizing:border-box}
body{width:360px;height:740px;background:#f4f5f7;font:15px/1.35 "DejaVu Sans",sans-serif;color:#1c1f24;padding:58px 12px 12px}
header{position:absolute;inset:0 0 auto;background:#fff;padding:8px 16px;height:50px;border-bottom:1px solid #dcdfe4}
header b{font-size:16px} header small{position:absolute;right:14px;top:14px;color:#666}
p{background:#fff;border-radius:14px;padding:7px 11px;margin:5px 56px 5px 0;width:fit-content;box-shadow:0 1px 1px #0001}
p.me{background:#cfe8d5;margin:5px 0 5px auto;max-width:230px} time{display:block;text-align:center;color:#777;font-size:12px;margin:7px}
</style><header><b>Hélian</b><br><span style="font-size:12px;color:#777">en ligne</span><small>23:50</small></header>
<time>dimanche 9 janvier, 21:04</time><p>Ce que tu as dit à table nous a tous blessés.</p><p>Tu sais ce que ta sœur veut.</p>
<time>22:17</time><p>Je ne dors pas à cause de toi.</p><p class="me">Je voudrais juste une semaine.</p>
<p>Une semaine, et après ? On a tout payé pour toi.</p><time>23:12</time><p>Réponds.</p><p>Je vois que tu lis.</p>
<p>Si tu pars, on dira à tout le monde ce que tu nous as confié.</p><time>23:48</time><p>Dernière fois que je te le demande
gentiment.</p><p>Descends au bureau.</p></html>"""

_PAPER = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>%s</title>
<style>body{font:12pt/1.5 "DejaVu Serif",serif;margin:2cm;color:#222} h1{font-size:18pt} p{margin:1em 0}
table{border-collapse:collapse;width:100%%;font:10pt "DejaVu Sans",sans-serif} td,th{padding:5px 8px;border-bottom:1px solid #ccc;text-align:left}
td:last-child,th:last-child{text-align:right} .next{break-before:page} .small{font-size:9pt;color:#666}</style>%s</html>"""

LETTER = _PAPER % (
    "Lettre",
    """<p>Le Cercle d’Orvane</p><h1>Rappel</h1><p>Le 3 septembre 2021</p><p>Chère amie,</p>
<p>Tu as commencé un chemin, et tu sais qu’on ne le quitte pas au milieu. Tu nous dois encore trois stages.</p>
<p>Nous attendons <b>2 400 euros</b> avant le 30 septembre. Ceux qui t’aiment comprendront.</p>
<p>Dimanche, nous parlerons de ta place parmi nous.</p><p style="margin-left:9cm">Hélian</p>
<h1 class="next">Conditions</h1><p>Les sommes versées ne sont pas rendues. Le silence sur la vie de la maison est demandé à tous.</p>""",
)

_ROWS = (
    ("02/08", "Retrait distributeur, Die", "−200,00"), ("03/08", "Virement reçu, salaire", "1 512,40"),
    ("05/08", "Retrait distributeur, Die", "−150,00"), ("10/08", "Prélèvement, assurance habitation", "−18,90"),
    ("12/08", "Virement émis, « contribution stage », M. H.", "−2 400,00"), ("19/08", "Carte, pharmacie", "−11,35"),
    ("27/08", "Prélèvement, téléphone", "−15,99"),
)

STATEMENT = _PAPER % (
    "Relevé",
    """<p>Banque du Val, agence en ligne<br><span class="small">Document fictif</span></p><h1>Relevé de compte, août 2021</h1>
<p>Compte courant n° •••• 4471</p><table><tr><th>Date</th><th>Opération</th><th>Euros</th></tr>"""
    + "".join(f"<tr><td>{date}</td><td>{what}</td><td>{sum_}</td></tr>" for date, what, sum_ in _ROWS)
    + """</table><p><b>Solde au 31 août 2021 : −640,12 euros</b></p>""",
)

CHAT = """\
04/09/2021, 18:02 - Les messages et les appels sont chiffrés de bout en bout.
04/09/2021, 18:02 - Hélian: Tu as reçu la lettre ?
04/09/2021, 18:40 - Inès: Oui. Je n’ai pas cette somme.
04/09/2021, 18:41 - Hélian: Tu l’avais en août.
04/09/2021, 18:43 - Hélian: Ce n’est pas une somme, c’est ta parole.
04/09/2021, 19:15 - Inès: Je peux donner 50 euros par mois.
04/09/2021, 19:16 - Hélian: On en parle dimanche devant tout le monde.
19/09/2021, 07:31 - Hélian: Lève-toi, on t’attend.
19/09/2021, 07:32 - Inès: J’arrive
12/10/2021, 21:10 - Hélian: Nadia me dit que tu as téléphoné en ville.
12/10/2021, 21:22 - Inès: À ma sœur. C’était l’anniversaire de Basile.
12/10/2021, 21:22 - Hélian: En mai ?
12/10/2021, 21:24 - Inès: Je l’avais manqué.
12/10/2021, 21:25 - Hélian: Tes papiers restent au bureau jusqu’à ce qu’on te retrouve.
14/11/2021, 22:48 - Hélian: IMG-20211114-WA0003.jpg (fichier joint)
14/11/2021, 22:49 - Hélian: Ta liste pour demain. Personne ne sort seul.
24/12/2021, 17:03 - Inès: Est-ce que je peux aller chez Élodie demain ?
24/12/2021, 17:04 - Hélian: Non.
24/12/2021, 17:06 - Hélian: Ta famille est ici.
09/01/2022, 21:04 - Hélian: Ce que tu as dit à table nous a tous blessés.
09/01/2022, 21:05 - Hélian: Tu sais ce que ta sœur veut.
09/01/2022, 22:17 - Hélian: Je ne dors pas à cause de toi.
09/01/2022, 22:20 - Inès: Je voudrais juste une semaine.
09/01/2022, 22:21 - Hélian: Une semaine, et après ? On a tout payé pour toi.
09/01/2022, 23:12 - Hélian: Réponds.
09/01/2022, 23:12 - Hélian: Je vois que tu lis.
09/01/2022, 23:15 - Hélian: Si tu pars, on dira à tout le monde ce que tu nous as confié.
09/01/2022, 23:48 - Hélian: Dernière fois que je te le demande gentiment.
09/01/2022, 23:49 - Hélian: Descends au bureau.
10/01/2022, 01:52 - Hélian: Tu as éteint ton téléphone. On en reparle au lever.
"""
