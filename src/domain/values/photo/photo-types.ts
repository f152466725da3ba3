export const PHOTO_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type PhotoType = (typeof PHOTO_TYPES)[number];

/** What a picture shows. */
export const PHOTO_KINDS = ['holder_document', 'own_document', 'material', 'signed_form'] as const;
export type PhotoKind = (typeof PHOTO_KINDS)[number];

/** A picture and nothing beside it. */
export interface Photo {
  readonly type: PhotoType;
  readonly bytes: Uint8Array;
  /** In pixels, as stored; a viewer may turn them. */
  readonly width: number;
  readonly height: number;
}

/** Why a picture is refused, as the facts of `photo_invalid` name it. */
export type PhotoFault =
  | 'empty'
  | 'too_large'
  | 'format'
  | 'truncated'
  | 'damaged'
  | 'more_than_a_picture'
  | 'moving'
  | 'too_small'
  | 'too_many_pixels'
  | 'too_many';

export type Refuse = (fault: PhotoFault) => never;
