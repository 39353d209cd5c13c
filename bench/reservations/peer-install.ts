import fs from 'node:fs/promises';
import path from 'node:path';

/**
 * Fills a folder once. It is filled under another name beside it and renamed when complete, so that a half one is never
 * taken for a whole one.
 * @throws what `fill` threw; nothing stays behind then
 */
export async function installOnce(folder: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  if (await isThere(folder)) return;
  await fs.mkdir(path.dirname(folder), { recursive: true });
  const temporary = await fs.mkdtemp(`${folder}.half-`);
  try {
    await fill(temporary);
    await fs.rename(temporary, folder);
  } catch (error) {
    await fs.rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

const isThere = (folder: string): Promise<boolean> =>
  fs.access(folder).then(
    () => true,
    () => false,
  );

const linesTold = 3;

/** Why a program failed, on one line: the last it said on stderr, for the first line is only the command that was run. */
export function reasonOf(error: unknown): string {
  const { stderr, message, killed } = error as Error & { stderr?: string; killed?: boolean };
  const lines = (stderr ?? '').split('\n').map((line) => line.trim());
  const said = lines.filter((line) => line !== '').slice(-linesTold);
  const late = killed === true ? ['it took too long and was ended'] : [];
  const reasons = [...late, ...said];
  return reasons.length > 0 ? reasons.join(' / ') : (message.split('\n')[0] ?? message);
}
