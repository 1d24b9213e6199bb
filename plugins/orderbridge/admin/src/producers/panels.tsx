import { PRODUCER_MODEL } from '../documents';
import type { PanelProps } from '../panel-props';
import { useTranslate } from '../translate';
import { ProducerWork } from './producer-panel';

/** The verbs of an order form. */
export const ProducerPanel = ({ model, documentId }: PanelProps) => {
  const translate = useTranslate();
  if (model !== PRODUCER_MODEL || documentId === undefined) return null;
  return { title: translate('work.verbs'), content: <ProducerWork documentId={documentId} /> };
};
