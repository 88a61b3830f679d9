const first = (
  'amber ash aspen autumn birch bramble bright brook calm cedar clear clover copper coral dawn deep drift dusk early ember evening fern field ' +
  'fine frost gentle glad golden grove harbour hazel heather hollow honey indigo ivory ivy juniper kind lantern laurel lilac linden little ' +
  'low lunar maple marble meadow mellow mild mint morning moss north oak olive open orchard pale pebble pine plain plum'
).split(' ');
const second = (
  'badger bell bench boat bowl bridge candle canoe cloud coast cove crane creek cricket cup door dove drum duck egret feather finch fiddle ' +
  'flute fox gate goose grebe gull hare heron hill island jay kettle kite lake lamp lark leaf loon loom marsh marten mill moth otter owl path ' +
  'pear pier plover pond quill raven reed river robin sail seal shell shore sparrow'
).split(' ');

/** Two words that mean nothing, so that a call can be spoken of on a shared screen. @param bytes two random ones */
export const twoWords = (bytes: Uint8Array): string => `${first[bytes[0]! % first.length]}-${second[bytes[1]! % second.length]}`;
