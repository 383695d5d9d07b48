/** Backups of a project's CA, secrets and records: what goes in, the file's format, and how it comes back. */
package aria.operate.backup;
