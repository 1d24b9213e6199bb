import { useTranslate } from '../translate';
import { ConnectionPanel } from './connection-panel';
import { ConsumerPanel } from './consumer-panel';
import { CONNECTION_MODEL, CONSUMER_MODEL } from './models';

/** What the content manager tells a panel of what it shows. */
interface PanelProps {
  readonly model: string;
  readonly documentId?: string;
}

/** Beside a connection: how it is and its verbs. Beside a consumer: its connections. */
export const ConnectionsPanel = ({ model, documentId }: PanelProps) => {
  const translate = useTranslate();
  if (documentId === undefined) return null;
  if (model === CONNECTION_MODEL) {
    return {
      title: translate('overview.connection'),
      content: <ConnectionPanel documentId={documentId} />,
    };
  }
  if (model !== CONSUMER_MODEL) return null;
  return {
    title: translate('overview.connections'),
    content: <ConsumerPanel documentId={documentId} />,
  };
};
