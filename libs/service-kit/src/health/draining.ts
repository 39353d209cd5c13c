import { Injectable } from '@nestjs/common';

/** Set once the process has been asked to stop: no new work should be sent here. */
@Injectable()
export class Draining {
  active = false;
}
