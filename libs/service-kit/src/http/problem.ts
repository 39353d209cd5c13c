import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** One wrong field of a request, for the person who sent it. */
export class FieldProblem {
  @ApiProperty({ example: 'lines[0].quantity', description: 'path inside the body or query' }) field: string;
  @ApiPropertyOptional({
    example: 'two',
    description: 'what was sent, shortened; left out for secrets',
    oneOf: ['string', 'number', 'boolean', 'object'].map((type) => ({ type })),
  })
  value?: unknown;
  @ApiProperty({ example: 'should be a whole number of units' }) remedy: string;
}

/** The body of every answer that is not a success (RFC 9457, application/problem+json). */
export class Problem {
  @ApiProperty({ example: 400, description: 'as in the status line' }) status: number;
  @ApiProperty({ example: 'Bad Request' }) title: string;
  @ApiProperty({ example: 'The request has a wrong field; see problems.' }) detail: string;
  @ApiProperty({
    example: '5ad0a1f4-6a1c-4d4f-9a53-5a0f6a5d1f10',
    description: 'finds the log lines of this request',
  })
  requestId: string;
  @ApiPropertyOptional({ type: [FieldProblem], description: 'what is wrong with which field of the request' })
  problems?: FieldProblem[];
}
