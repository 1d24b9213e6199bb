/**
 * What the provider's staff note on an order or a service request, for themselves. Notes have a type of
 * their own because they must not cross the bridge: comments do, and no message knows a note. The routes
 * belong to the features of what is noted on.
 */
import { z } from 'zod';
import { MAX_COMMENT_LENGTH } from '../../../shared/messages';
import type { Feature } from '../kernel/feature';
import { workNoteTypes } from './content-types';
import { workNotesService } from './service';

export const workNotes: Feature = {
  contentTypes: workNoteTypes,
  services: [workNotesService],
};

/** The body of a request that writes a note. */
export const workNoteBody = z.strictObject({
  data: z.strictObject({ body: z.string().trim().min(1).max(MAX_COMMENT_LENGTH) }),
});

export { workNotesService, type WorkNoteView } from './service';
