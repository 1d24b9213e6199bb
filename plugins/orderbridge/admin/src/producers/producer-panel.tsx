import { Badge, Flex, Loader, Typography } from '@strapi/design-system';
import { useNavigate } from 'react-router-dom';
import type { ProducerVerb } from '../../../shared/producer-states';
import { ActionList } from '../action-list';
import { createDialogStore } from '../dialog-store';
import { DocumentLink } from '../document-link';
import { PRODUCER_MODEL, pathOfDocument } from '../documents';
import { useTranslate } from '../translate';
import { Unreadable } from '../unreadable';
import { useNotified } from '../use-notified';
import { VerbModal } from '../verb-modal';
import { useActOnProducerMutation, useGetProducerQuery, type Producer } from './producer-queries';
import { PublishDialog } from './publish-dialog';
import { RevisionList } from './revision-list';

/** A verb that somebody has chosen, with the criteria that they have picked for a publish. */
interface OpenVerb {
  readonly verb: ProducerVerb;
  readonly criteria: readonly string[];
}

const useProducerDialog = createDialogStore<OpenVerb>();

const DANGEROUS: ReadonlySet<ProducerVerb> = new Set(['archive', 'retire', 'delete']);

interface ProducerDialogProps {
  readonly producer: Producer;
  readonly dialog: OpenVerb;
  readonly onChange: (dialog: OpenVerb) => void;
  readonly onClose: () => void;
}

const ProducerDialog = ({ producer, dialog, onChange, onClose }: ProducerDialogProps) => {
  const translate = useTranslate();
  const notified = useNotified();
  const navigate = useNavigate();
  const [act, { isLoading }] = useActOnProducerMutation();
  const { verb, criteria } = dialog;
  const { documentId, name, revision } = producer;
  const title = translate(`verb.${verb}`);

  const confirm = async (preview?: string) => {
    let made: string | undefined;
    const isDone = await notified(
      async () => {
        const result = await act({
          documentId,
          verb,
          criteria,
          ...(preview !== undefined && { preview }),
        });
        if ('data' in result) made = result.data.documentId;
        return result;
      },
      translate('producer.done', { verb: title, name, revision }),
      translate('work.failed'),
    );
    if (!isDone) return;
    onClose();
    // There is nothing left to look at, and a new draft is what comes next.
    if (verb === 'delete') navigate(`/content-manager/collection-types/${PRODUCER_MODEL}`);
    if (verb === 'checkout' && made !== undefined) {
      navigate(pathOfDocument(PRODUCER_MODEL, made));
    }
  };

  if (verb === 'publish') {
    return (
      <PublishDialog
        producer={producer}
        criteria={criteria}
        isBusy={isLoading}
        onChange={(chosen) => onChange({ verb, criteria: chosen })}
        onConfirm={(preview) => void confirm(preview)}
        onClose={onClose}
      />
    );
  }
  return (
    <VerbModal
      title={translate('producer.title', { verb: title, name, revision })}
      confirm={title}
      isBusy={isLoading}
      isDangerous={DANGEROUS.has(verb)}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <Typography>{translate(`producer.explain.${verb}`)}</Typography>
    </VerbModal>
  );
};

const SOURCES: readonly string[] = ['product-offering', 'service-specification'];

/** What an order form is made of, its revisions, and what can be done with it. */
export const ProducerWork = ({ documentId }: { documentId: string }) => {
  const translate = useTranslate();
  const [dialog, setDialog] = useProducerDialog(documentId);
  const { data: producer, error } = useGetProducerQuery(documentId);

  if (error !== undefined) return <Unreadable error={error} />;
  if (producer === undefined) return <Loader small>{translate('work.loading')}</Loader>;
  const { source, revision, state, revisions, actions } = producer;
  return (
    <Flex direction="column" alignItems="stretch" gap={3} width="100%">
      <Flex justifyContent="space-between" gap={2} wrap="wrap">
        <Typography fontWeight="bold">{translate('producer.revision', { revision })}</Typography>
        <Badge>{translate(`state.${state}`)}</Badge>
      </Flex>
      {SOURCES.includes(source.type) && (
        <DocumentLink model={`plugin::orderbridge.${source.type}`} documentId={source.documentId}>
          {translate('producer.source')}
        </DocumentLink>
      )}
      <ActionList
        actions={actions}
        onChoose={(verb) => setDialog({ verb: verb as ProducerVerb, criteria: [] })}
      />
      {revisions.length > 1 && (
        <>
          <Typography variant="sigma" textColor="neutral600" tag="h3">
            {translate('producer.revisions')}
          </Typography>
          <RevisionList revisions={revisions} shown={documentId} />
        </>
      )}
      {dialog !== undefined && (
        <ProducerDialog
          producer={producer}
          dialog={dialog}
          onChange={setDialog}
          onClose={() => setDialog(undefined)}
        />
      )}
    </Flex>
  );
};
