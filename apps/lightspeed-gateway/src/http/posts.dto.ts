import { ApiProperty } from '@nestjs/swagger';

export class RefusedPostView {
  @ApiProperty({ example: '5f0c7d5e-94f7-5b0e-8f43-6f1a0d9b4c11', description: 'under which the till has no sale' })
  id: string;
  @ApiProperty({ example: 'store-a', description: 'the store that accepted the order' }) channel: string;
  @ApiProperty({ example: '5551' }) order: string;
  @ApiProperty({ example: '#1015' }) orderName: string;
  @ApiProperty({ example: 'POST /sales: Lightspeed answered 422: line_items[0].product.id is required and must exist' })
  reason: string;
  @ApiProperty({
    example: '37.85',
    nullable: true,
    type: String,
    description: "what this sale has to come to by its store's account of the order",
  })
  orderTotal: string | null;
  @ApiProperty({
    example: '37.86',
    nullable: true,
    type: String,
    description: 'what the till would have come to; null when the sums are not why it was refused',
  })
  saleTotal: string | null;
  @ApiProperty({
    example: 'EUR',
    nullable: true,
    type: String,
    description: 'null for an adjustment, which has no value',
  })
  currency: string | null;
  @ApiProperty({ example: '2026-11-23T10:00:00.000Z' }) answeredAt: string;
}

export class RefusedPostsView {
  @ApiProperty({ type: [RefusedPostView], description: 'newest first' }) posts: RefusedPostView[];
}
