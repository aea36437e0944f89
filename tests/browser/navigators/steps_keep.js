async () => {
  const flows = document.querySelector("script[type=module]").src.replace("pages/vault.js", "flows/");
  const [events, evidence, contacts, dates, timelines] = await Promise.all(["events", "evidence", "contacts", "dates", "timelines"].map((name) => import(`${flows}${name}.js`)));
  const when = (text) => dates.parseWhen(text);
  await contacts.save({ name: "Jean Morel", role: "involved", organisation: "Les Sources", notes: "Une note à moi." });
  const claire = await contacts.save({ name: "Claire Dumas", role: "witness", means: [{ type: "phone", value: "06 12 34 56 78" }] });
  const message = await evidence.save({ title: "Message du 13 mars", text: "Tu sais ce qui arrive à ceux qui partent.", when: when("13/03/2023") });
  const transfer = await evidence.save({ title: "Relevé bancaire", text: "Virement : 4 800 €.", when: when("05/04/2023") });
  await evidence.save({ title: "Autre pièce", text: "Rien à voir." });
  await events.save({
    title: "Premier week-end", facts: "Accueil très chaleureux. On me demande de laisser mon téléphone à l’entrée.", when: when("vers l'été 2021"), where: "Lyon",
    who: [{ name: "Claire", contact: claire }, { name: "Paul" }], feelings: "Un malaise que je garde pour moi.",
  });
  const call = await events.save({ title: "Appel du soir", facts: "Il appelle trois fois.", said: "Tu sais ce qui arrive à ceux qui trahissent.", when: when("12/03/2023 vers 21 h"), danger: "yes", thoughts: "Une idée à moi.", evidence: [message] });
  await events.save({ title: "Virement de 4 800 €", facts: "Je vide mon livret pour payer le stage d’avril.", when: when("03/04/2023"), evidence: [transfer] });
  await timelines.save({ title: "La suite des appels", items: [call, transfer] });
  await events.save({ title: "Un autre jour", facts: "Hors du sujet.", when: when("02/02/2022") });
}
