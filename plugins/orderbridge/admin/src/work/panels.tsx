import type { PanelProps } from '../panel-props';
import { useTranslate } from '../translate';
import { Comments } from './comments-panel';
import { WorkNotes } from './notes-panel';
import { Ordered } from './ordered-panel';
import { Timeline } from './timeline-panel';
import { Verbs } from './verbs-panel';
import { useGetParentQuery } from './work-queries';
import { pathOf, TASK_MODEL } from './work-types';

/** The task of what is shown: itself, or that above an order or a service request. */
const useTaskId = ({ model, documentId = '' }: PanelProps): string | undefined => {
  const path = pathOf(model);
  const { data: parent } = useGetParentQuery(
    { path: path ?? 'orders', documentId },
    { skip: path === undefined || documentId === '' },
  );
  if (model === TASK_MODEL && documentId !== '') return documentId;
  return path === undefined ? undefined : parent?.task?.documentId;
};

/** The verbs of an order or a service request. */
export const VerbsPanel = ({ model, documentId }: PanelProps) => {
  const translate = useTranslate();
  const path = pathOf(model);
  if (path === undefined || documentId === undefined) return null;
  return {
    title: translate('work.verbs'),
    content: <Verbs path={path} documentId={documentId} />,
  };
};

/** What was asked for, as people read it: the form beside has it as it is stored. */
export const OrderedPanel = ({ model, documentId }: PanelProps) => {
  const translate = useTranslate();
  const path = pathOf(model);
  if (path === undefined || documentId === undefined) return null;
  return {
    title: translate('work.ordered'),
    content: <Ordered path={path} documentId={documentId} />,
  };
};

export const CommentsPanel = (props: PanelProps) => {
  const translate = useTranslate();
  const task = useTaskId(props);
  if (task === undefined) return null;
  return { title: translate('work.comments'), content: <Comments task={task} /> };
};

export const WorkNotesPanel = ({ model, documentId }: PanelProps) => {
  const translate = useTranslate();
  const path = pathOf(model);
  if (path === undefined || documentId === undefined) return null;
  return {
    title: translate('work.notes.title'),
    content: <WorkNotes path={path} documentId={documentId} />,
  };
};

export const TimelinePanel = (props: PanelProps) => {
  const translate = useTranslate();
  const task = useTaskId(props);
  if (task === undefined) return null;
  return { title: translate('work.timeline'), content: <Timeline task={task} /> };
};
