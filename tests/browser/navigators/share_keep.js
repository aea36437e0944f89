async () => {
  const flows = document.querySelector("script[type=module]").src.replace("pages/vault.js", "flows/");
  const names = ["events", "evidence", "contacts", "timelines", "files", "dates", "exif"];
  const [events, evidence, contacts, timelines, files, dates, exif] = await Promise.all(names.map((name) => import(`${flows}${name}.js`)));
  const when = (text) => dates.parseWhen(text);
  const pieces = [];
  const input = document.getElementById("kept");
  for (const given of input.files) {
    const file = await files.keepFile(given);
    const small = await files.thumbnail(given);
    const thumb = small && (await files.keepFile(small, { thumbOf: file.id }));
    pieces.push(await evidence.save({ title: given.name, obtained: "Reçu par moi", when: when("septembre 2021"), file, thumb, source: await exif.readSource(given) }));
  }
  input.remove();
  await evidence.save({ title: "Autre pièce", text: "Ailleurs, rien à voir." });
  const message = await evidence.save({ title: "Message reçu", text: "Tu sais ce qui arrive à ceux qui partent.", when: when("13/03/2023") });
  const claire = await contacts.save({ name: "Claire Dumas", role: "witness", means: [{ type: "phone", value: "06 12 34 56 78" }], notes: "Ne pas l’appeler au travail." });
  const first = await events.save({
    title: "Premier week-end", facts: "Accueil très chaleureux.", when: when("vers l'été 2021"), where: "Lyon",
    who: [{ name: "Claire", contact: claire }], feelings: "Un malaise que je garde pour moi.", evidence: pieces,
  });
  const call = await events.save({ title: "Appel du soir", facts: "Il appelle trois fois.", said: "« Tu sais ce qui arrive. »", when: when("12/03/2023 vers 21 h"), danger: "yes", thoughts: "Une idée à moi." });
  const lost = await events.save({ title: "Une dispute", facts: "Je ne sais plus quand.", when: when("") });
  await events.save({ title: "Un autre jour", facts: "Hors du partage.", when: when("02/02/2022") });
  await timelines.save({ title: "De la rencontre au départ", description: "Ce qui compte.", items: [first, call, lost, message] });
}
