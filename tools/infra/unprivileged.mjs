// PostgreSQL refuses to run as root. As root we hand it to an existing account that owns nothing; no account is created.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ACCOUNTS = ['nobody', 'postgres', 'daemon'];

/** @returns {{uid: number, gid: number} | undefined} undefined when we are not root and need no other account */
export function unprivileged() {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ACCOUNTS) {
    const found = accounts.find(([account]) => account === name);
    if (found) return { uid: Number(found[2]), gid: Number(found[3]) };
  }
  throw new Error(
    `PostgreSQL will not run as root and none of the accounts ${ACCOUNTS.join(', ')} exists. Run as another user.`,
  );
}

/** Tried rather than computed: modes, ACLs, mount options and security modules all have a say. */
export function canEnter(folder, account) {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...account, cwd: '/', stdio: 'ignore' }).status === 0;
}

/** A new folder outside the clone that the account can enter, for clones it cannot. */
export function publicFolder(account) {
  for (const parent of [os.tmpdir(), '/tmp', '/var/tmp', '/dev/shm']) {
    if (!fs.existsSync(parent) || !canEnter(parent, account)) continue;
    const folder = fs.mkdtempSync(path.join(parent, 'tillbridge-'));
    fs.chmodSync(folder, 0o711);
    return folder;
  }
  throw new Error('No temporary folder can be entered by the account PostgreSQL runs as; set TMPDIR to one that can.');
}
