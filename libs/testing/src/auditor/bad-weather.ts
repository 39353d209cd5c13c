import type { Finding } from './finding';

/**
 * In bad weather stores hear late of what was sold and of what came, so buyers may be refused for a while; and where no case
 * study is played its steps are not asked for.
 */
const excused: readonly Finding['kind'][] = ['late', 'fewSamples', 'stepMissed', 'withheld', 'unsoldWhileRefused'];

/** What may not be whatever the weather was. */
export const seriousFindings = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ kind }) => !excused.includes(kind));
