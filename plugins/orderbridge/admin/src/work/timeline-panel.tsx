import { Box, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { useTranslate, type TranslationKey } from '../translate';
import { Unreadable } from '../unreadable';
import { useGetTaskQuery } from './work-queries';
import type { TimelineEntry } from './work-types';

const useHeadline = () => {
  const translate = useTranslate();
  const verbOf = ({ verb }: TimelineEntry) => translate(`verb.${verb ?? ''}` as TranslationKey);
  return (entry: TimelineEntry): string => {
    switch (entry.kind) {
      case 'comment':
        return translate('work.timeline.comment');
      case 'refusal':
        return translate('work.timeline.refused', { verb: verbOf(entry) });
      case 'state': {
        const state = entry.parentState ?? entry.to;
        if (state === undefined) return verbOf(entry);
        return `${verbOf(entry)}: ${translate(`state.${state}` as TranslationKey)}`;
      }
    }
  };
};

/** The life of a task as both sides know it, oldest first. */
export const Timeline = ({ task: documentId }: { task: string }) => {
  const translate = useTranslate();
  const headline = useHeadline();
  const intl = useIntl();
  const { data: task, error } = useGetTaskQuery(documentId);
  if (error !== undefined) return <Unreadable error={error} />;
  if (task === undefined) return null;
  return (
    <Flex direction="column" alignItems="stretch" gap={3} tag="ol">
      {task.timeline.map((entry, index) => (
        <Box key={index} tag="li">
          <Typography fontWeight="semiBold" tag="p">
            {headline(entry)}
          </Typography>
          <Typography variant="pi" textColor="neutral600" tag="p">
            {entry.by.name} ({translate(`side.${entry.by.side}`)}),{' '}
            {intl.formatDate(entry.at, { dateStyle: 'medium', timeStyle: 'short' })}
          </Typography>
          {entry.reason != null && (
            <Typography variant="pi" tag="p" style={{ overflowWrap: 'anywhere' }}>
              {entry.reason}
            </Typography>
          )}
        </Box>
      ))}
    </Flex>
  );
};
