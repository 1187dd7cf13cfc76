import { useParams } from 'wouter';

/** The id in this view's address, which programs that pass addresses on may have percent-encoded. */
export function useAddressId(): string {
  const { id = '' } = useParams<{ id: string }>();
  try {
    return decodeURIComponent(id);
  } catch {
    return id; // No encoding at all; the server says that there is no such thing.
  }
}
