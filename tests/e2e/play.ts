import { CaseStudy, type CaseStudyOptions } from '../../libs/testing/src/demo/case-study';
import { serviceNames } from '../../libs/testing/src/demo/bridge';
import type { Audit } from '@tillbridge/testing';

/** Plays the case study to its end and hands over the audit while everything is still up. */
export async function playCaseStudy(
  options: Omit<CaseStudyOptions, 'say'>,
): Promise<{ study: CaseStudy; audit: Audit }> {
  const told: string[] = [];
  const study = new CaseStudy({ ...options, say: (sentence) => told.push(sentence) });
  try {
    await study.setUp();
    await study.play();
    return { study, audit: await study.audit() };
  } catch (error) {
    const problems = serviceNames.map((name) => study.fleet.problems(name)).filter(Boolean);
    await study.tearDown({ keepLogs: true });
    throw new Error([(error as Error).message, `after: ${told.at(-1)}`, ...problems].join('\n'), { cause: error });
  }
}

/** What the auditor found, with what the services complained about, so that a red test tells its reason. */
export function explain(study: CaseStudy, audit: Audit): string {
  const complaints = serviceNames.map((name) => study.fleet.problems(name, 5)).filter(Boolean);
  return [...audit.findings.map(({ kind, text }) => `${kind}: ${text}`), ...complaints].join('\n');
}
