import { readShopifyOptions } from './options';
import { startShopifyTwin } from './twin';

async function main(): Promise<void> {
  const twin = await startShopifyTwin(readShopifyOptions(process.argv.slice(2), process.env));
  process.stdout.write(`${JSON.stringify({ ready: true, url: twin.url })}\n`);
  const stop = () => void twin.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
