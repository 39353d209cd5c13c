import fs from 'node:fs';
import path from 'node:path';
import { policyOf } from '../../tests/sim/world/policies';

describe('what people are told of the last-unit bench', () => {
  it.each(['bench/last-unit/bench.json', 'CONTRIBUTING.md'])('names both floors as they are: %s', (file) => {
    const text = fs.readFileSync(path.resolve(file), 'utf8');
    expect(text).toMatch(new RegExp(`floorUnits\`? (is )?raised to ${policyOf('escrow').escrow.floorUnits}\\b`));
    expect(text).toMatch(new RegExp(`floorUnits:? ${policyOf('asShipped').escrow.floorUnits}\\b`));
  });
});
