import type { PanelProps } from '../panel-props';
import { useTranslate } from '../translate';
import { PublicationOf } from './publication-panel';
import { isOrderable } from './publication-queries';

/** What became of an offering or of a service that was published. */
export const PublicationPanel = ({ model, documentId }: PanelProps) => {
  const translate = useTranslate();
  if (!isOrderable(model) || documentId === undefined) return null;
  return {
    title: translate('publication.title'),
    content: <PublicationOf model={model} documentId={documentId} />,
  };
};
