import type { ReactNode } from 'react';
import { Button, Flex, Modal } from '@strapi/design-system';
import { useTranslate } from './translate';

interface VerbModalProps {
  readonly title: string;
  /** What the button says that does it. */
  readonly confirm: string;
  readonly confirmIcon?: ReactNode;
  /** What the button says that leaves it; that it is not done where nothing else is said. */
  readonly dismiss?: string;
  readonly isReady?: boolean;
  readonly isBusy?: boolean;
  readonly isDangerous?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog with one thing to do in it, and a way out. */
export const VerbModal = ({
  title,
  confirm,
  confirmIcon,
  dismiss,
  isReady = true,
  isBusy = false,
  isDangerous = false,
  onConfirm,
  onClose,
  children,
}: VerbModalProps) => {
  const translate = useTranslate();
  return (
    <Modal.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>{title}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
            {children}
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {dismiss ?? translate('work.close')}
          </Button>
          <Button
            startIcon={confirmIcon}
            variant={isDangerous ? 'danger' : 'default'}
            onClick={onConfirm}
            disabled={!isReady}
            loading={isBusy}
          >
            {confirm}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};
