/** Where the demo explains itself. */
export const GUIDE_PATH = '/demo';
/** Where the portal sends whoever wants to clear something away: the demo operator's other systems. */
export const CLEAR_PATH = '/demo/clear';
/** The operator as its subscribers meet it. */
export const HOUSE_PATH = '/demo/house';
/** The voice menu by keypad. */
export const CALL_PATH = '/demo/call';
