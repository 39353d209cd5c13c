import {
  Body,
  ConflictException,
  Controller,
  Get,
  HttpCode,
  Inject,
  NotFoundException,
  Post,
  Query,
} from '@nestjs/common';
import { ApiConflictResponse, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '@tillbridge/service-kit';
import type { LinkChange, ListingKey } from '../ledger/ledger';
import type { LinkOutcome } from '../use-cases/link-listing';
import type { OpenListings } from '../use-cases/show-links';
import { LinkBody, LinkChangeView, LinkedView, OpenLinksQuery, OpenListingsPage, UnlinkBody } from './links.dto';

export const LINK_LISTING = Symbol('LINK_LISTING');
export const SHOW_LINKS = Symbol('SHOW_LINKS');

export interface Links {
  readonly open: (after: ListingKey | null, limit: number) => Promise<OpenListings>;
  readonly changes: () => Promise<readonly LinkChange[]>;
}

@ApiTags('links')
@Controller('links')
export class LinksController {
  constructor(
    @Inject(SHOW_LINKS) private readonly links: Links,
    @Inject(LINK_LISTING) private readonly link: (key: ListingKey, itemId: string | null) => Promise<LinkOutcome>,
  ) {}

  @Get('open')
  @Roles('service', 'operator')
  @ApiOperation({
    summary: 'What the stores list and no item is linked to, with what it may be and why that was not taken',
    description: 'SKU and barcode link what is clear; the rest waits here for a person, and its orders wait with it.',
  })
  @ApiOkResponse({ type: OpenListingsPage })
  async open(@Query() { afterChannel, afterExternalId, limit }: OpenLinksQuery): Promise<OpenListings> {
    const after =
      afterChannel === undefined || afterExternalId === undefined
        ? null
        : { channel: afterChannel, externalId: afterExternalId };
    return this.links.open(after, limit);
  }

  @Get('changes')
  @Roles('service', 'operator')
  @ApiOperation({ summary: 'Links that people made or took away, the latest 200, newest first' })
  @ApiOkResponse({ type: [LinkChangeView] })
  async changes(): Promise<LinkChangeView[]> {
    return (await this.links.changes()).map((change) => ({ ...change, at: change.at.toISOString() }));
  }

  @Post()
  @HttpCode(200)
  @Roles('operator')
  @ApiOperation({
    summary: 'Links what a store lists to an item',
    description:
      'What was ordered of it and waits is reserved at once, in claim order with everything else; what its store shows is set to what may be sold. Asked again, it changes nothing.',
  })
  @ApiOkResponse({ type: LinkedView })
  @ApiNotFoundResponse({ description: 'no such listing, or no such item' })
  @ApiConflictResponse({ description: 'linked to another item already, gone, or the store sells the item otherwise' })
  make(@Body() { channel, externalId, itemId }: LinkBody): Promise<LinkedView> {
    return this.decide({ channel, externalId }, itemId.toLowerCase());
  }

  @Post('unlink')
  @HttpCode(200)
  @Roles('operator')
  @ApiOperation({
    summary: 'Takes the link of a listing away; only a person links it again',
    description:
      'Its store goes on showing what it shows, and no number is sent there. Open orders keep the units that they were promised; what is ordered from now on waits for a link. Asked again, it changes nothing.',
  })
  @ApiOkResponse({ type: LinkedView })
  @ApiNotFoundResponse({ description: 'no such listing' })
  @ApiConflictResponse({ description: "a listing of the till's, which is an item of its own" })
  unlink(@Body() { channel, externalId }: UnlinkBody): Promise<LinkedView> {
    return this.decide({ channel, externalId }, null);
  }

  private async decide(key: ListingKey, itemId: string | null): Promise<LinkedView> {
    const outcome = await this.link(key, itemId);
    if (outcome.kind === 'unknown') throw new NotFoundException(outcome.reason);
    if (outcome.kind === 'refused') throw new ConflictException(outcome.reason);
    return { ...key, itemId, outcome: outcome.kind };
  }
}
