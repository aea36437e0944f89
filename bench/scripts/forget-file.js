/** Nothing kept it: its room is given back. */
async ({ base, id }) => {
  const { deleteFile } = await import(`${base}api/files.js`);
  await deleteFile(id);
}
