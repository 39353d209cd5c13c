import { BadRequestException, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { reasonOf } from '../validation-reason';
import type { FieldProblem } from './problem';

const valueLengthMax = 100;
const secretName = /token|secret|password|authorization|key$/i;

export class InvalidRequest extends BadRequestException {
  constructor(readonly problems: FieldProblem[]) {
    super(
      `The request has ${problems.length === 1 ? 'a wrong field' : `${problems.length} wrong fields`}; see problems.`,
    );
  }
}

/** Bodies and queries are checked against their classes; a field nobody knows is refused rather than dropped in silence. */
export function requestValidation(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    exceptionFactory: (errors) => new InvalidRequest(errors.flatMap((error) => fieldProblems(error, ''))),
  });
}

export function fieldProblems(error: ValidationError, parent: string): FieldProblem[] {
  const step = /^\d+$/.test(error.property) ? `[${error.property}]` : error.property;
  const field = parent && !step.startsWith('[') ? `${parent}.${step}` : `${parent}${step}`;
  const reason = reasonOf(error.constraints);
  const remedy = reason?.rule === 'whitelistValidation' ? 'there is no such field; leave it out' : reason?.message;
  const own = remedy ? [{ field, ...shown(field, error.value), remedy }] : [];
  return [...own, ...(error.children ?? []).flatMap((child) => fieldProblems(child, field))];
}

function shown(field: string, value: unknown): { value?: unknown } {
  if (value === undefined || secretName.test(field)) return {};
  const text = JSON.stringify(value) ?? String(value);
  return { value: text.length > valueLengthMax ? `${text.slice(0, valueLengthMax)}…` : value };
}
