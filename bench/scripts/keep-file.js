/** Keep the chosen file and the record that points to it, so that it can be read again. */
async ({ base }) => {
  const { keepFile } = await import(`${base}flows/files.js`);
  const { save } = await import(`${base}flows/evidence.js`);
  const [file] = document.getElementById("bench-file").files;
  const reference = await keepFile(file);
  await save({ file: reference });
  return reference;
}
