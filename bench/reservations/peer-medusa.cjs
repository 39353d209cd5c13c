// Reserves units of one hot item on @medusajs/inventory, under its own locking module, as Medusa's createReservationsStep
// does. Runs as a program of its own in the folder that it was installed in. Prints one JSON object.
// Usage: node peer-medusa.cjs <folder> <callers> <milliseconds> <runs>; DATABASE_URL names an empty database.
const { createRequire } = require('node:module');
const path = require('node:path');

const [folder, callers, durationMs, count] = process.argv.slice(2);
const peer = createRequire(path.join(folder, 'package.json'));
const { MedusaApp } = peer('@medusajs/framework/modules-sdk');
const plenty = 50_000_000;
const nothing = () => undefined;
const quiet = Object.fromEntries(['info', 'warn', 'error', 'debug', 'log', 'panic'].map((level) => [level, nothing]));

async function main() {
  const database = { clientUrl: process.env.DATABASE_URL, schema: 'public' };
  const inventoryModule = { resolve: peer.resolve('@medusajs/inventory'), options: { database } };
  const app = await MedusaApp({
    modulesConfig: { inventory: inventoryModule, locking: { resolve: peer.resolve('@medusajs/locking') } },
    sharedResourcesConfig: { database },
    injectedDependencies: { logger: quiet },
  });
  await app.runMigrations();
  const { inventory, locking } = app.modules;
  const [item] = await inventory.createInventoryItems([{ sku: 'HOT' }]);
  const where = { inventory_item_id: item.id, location_id: 'main' };
  await inventory.createInventoryLevels([{ ...where, stocked_quantity: plenty }]);
  const reserve = () => locking.execute([item.id], () => inventory.createReservationItems([{ ...where, quantity: 1 }]));
  await run(reserve, 1_000);
  const runs = [];
  for (let index = 0; index < Number(count); index++) runs.push(await run(reserve, Number(durationMs)));
  process.stdout.write(`${JSON.stringify({ perSec: runs.sort((a, b) => a - b)[Math.floor(runs.length / 2)] })}\n`);
}

async function run(reserve, forMs) {
  const startedAt = performance.now();
  let done = 0;
  const caller = async () => {
    while (performance.now() - startedAt < forMs) {
      await reserve();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: Number(callers) }, caller));
  return Math.round((done / (performance.now() - startedAt)) * 1_000);
}

main().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`${error?.stack ?? error}\n`);
    process.exit(1);
  },
);
