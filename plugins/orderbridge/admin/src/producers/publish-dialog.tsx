import { Field, Loader, MultiSelect, MultiSelectOption, Typography } from '@strapi/design-system';
import { useTranslate } from '../translate';
import { Unreadable } from '../unreadable';
import { useReason } from '../use-reason';
import { VerbModal } from '../verb-modal';
import { FormDifference } from './form-difference';
import {
  useGetAllCriteriaQuery,
  usePreviewPublishQuery,
  type Producer,
  type PublishPreview,
} from './producer-queries';

interface CriteriaFieldProps {
  readonly producer: Producer;
  readonly chosen: readonly string[];
  readonly onChange: (criteria: readonly string[]) => void;
}

/** Who else is to be offered it; what the producer has is taken away in its form. */
const CriteriaField = ({ producer, chosen, onChange }: CriteriaFieldProps) => {
  const translate = useTranslate();
  const { data: all = [], error } = useGetAllCriteriaQuery(undefined);
  if (error !== undefined) return <Unreadable error={error} />;
  const own = new Set(producer.criteria.map(({ documentId }) => documentId));
  const namesOf = (criteria: readonly string[]) =>
    all
      .filter(({ documentId }) => criteria.includes(documentId))
      .map(({ name }) => name)
      .join(', ');
  const names = producer.criteria.map(({ name }) => name).join(', ');
  return (
    <Field.Root
      name="criteria"
      hint={names === '' ? undefined : translate('producer.criteria.own', { names })}
    >
      <Field.Label>{translate('producer.criteria')}</Field.Label>
      <MultiSelect
        value={[...chosen]}
        onChange={(values: string[]) => onChange(values)}
        onClear={() => onChange([])}
        placeholder={translate('producer.criteria.choose')}
        customizeContent={() => namesOf(chosen)}
      >
        {all
          .filter(({ documentId }) => !own.has(documentId))
          .map(({ documentId, name }) => (
            <MultiSelectOption key={documentId} value={documentId}>
              {name}
            </MultiSelectOption>
          ))}
      </MultiSelect>
      <Field.Hint />
    </Field.Root>
  );
};

/** Consumers that are named before the rest is counted. */
const MAX_NAMED = 8;

const Preview = ({ preview }: { preview: PublishPreview }) => {
  const translate = useTranslate();
  const say = useReason();
  const { revision, name, replaces, audience, diff, action } = preview;
  const { consumers, added, changed, removed } = audience.totals;
  const named = audience.consumers.slice(0, MAX_NAMED).map((consumer) => consumer.name);
  return (
    <>
      <Typography fontWeight="bold" tag="p">
        {translate('producer.preview.makes', { revision, name, consumers })}
      </Typography>
      {named.length > 0 && (
        <Typography textColor="neutral600" tag="p">
          {translate('producer.preview.consumers', {
            names: named.join(', '),
            more: consumers - named.length,
          })}
        </Typography>
      )}
      <Typography textColor="neutral600" tag="p">
        {translate('producer.preview.grants', { added, changed, removed })}
      </Typography>
      {replaces !== null && (
        <Typography textColor="neutral600" tag="p">
          {translate('producer.preview.replaces', { revision: replaces })}
        </Typography>
      )}
      {diff === null ? (
        <Typography tag="p">{translate('producer.preview.first')}</Typography>
      ) : (
        <FormDifference diff={diff} />
      )}
      {!action.allowed && (
        <Typography textColor="danger600" tag="p" role="alert">
          {say(action)}
        </Typography>
      )}
    </>
  );
};

interface PublishDialogProps {
  readonly producer: Producer;
  readonly criteria: readonly string[];
  readonly isBusy: boolean;
  readonly onChange: (criteria: readonly string[]) => void;
  /** Publishes what was seen. */
  readonly onConfirm: (preview: string) => void;
  readonly onClose: () => void;
}

/** Shows what a publish would do before it is done, and asks who is to be offered it. */
export const PublishDialog = ({
  producer,
  criteria,
  isBusy,
  onChange,
  onConfirm,
  onClose,
}: PublishDialogProps) => {
  const translate = useTranslate();
  const { data, error, isFetching } = usePreviewPublishQuery(
    { documentId: producer.documentId, criteria },
    { refetchOnMountOrArgChange: true },
  );
  return (
    <VerbModal
      title={translate('producer.publish.title', { name: producer.name })}
      confirm={translate('verb.publish')}
      isReady={!isFetching && error === undefined && data?.action.allowed === true}
      isBusy={isBusy}
      onConfirm={() => {
        if (data !== undefined) onConfirm(data.digest);
      }}
      onClose={onClose}
    >
      <CriteriaField producer={producer} chosen={criteria} onChange={onChange} />
      {error !== undefined && <Unreadable error={error} />}
      {data === undefined && error === undefined && (
        <Loader small>{translate('work.loading')}</Loader>
      )}
      {data !== undefined && error === undefined && <Preview preview={data} />}
    </VerbModal>
  );
};
