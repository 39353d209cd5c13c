import { ValidateBy, type ValidationArguments } from 'class-validator';

/** Says what is wrong with a value, given all other settings; null when nothing is. */
export type SettingRule = (value: unknown, settings: Readonly<Record<string, unknown>>) => string | null;

/** For what no rule of class-validator says, one setting that depends on another most of all. */
export function Follows(rule: SettingRule): PropertyDecorator {
  const wrong = (args?: ValidationArguments) => rule(args?.value, (args?.object ?? {}) as Record<string, unknown>);
  return ValidateBy({
    name: 'follows',
    validator: { validate: (_value, args) => wrong(args) === null, defaultMessage: (args) => wrong(args) ?? '' },
  });
}
