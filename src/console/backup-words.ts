/** What the console says of backups, honestly: this release makes none. */
export const backupWords =
  'No backup is made yet: backups begin with a later release. Until then, stop the program now and then and copy its data folder.';
