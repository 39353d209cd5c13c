/** The last line on stdout is for programs; whatever is said after it goes to stderr. */
export class Stdout {
  private closed = false;

  constructor(
    private readonly out: { write(text: string): unknown } = process.stdout,
    private readonly aside: { write(text: string): unknown } = process.stderr,
  ) {}

  say(text: string): void {
    (this.closed ? this.aside : this.out).write(`${text}\n`);
  }

  last(line: string): void {
    this.say(line);
    this.closed = true;
  }
}
