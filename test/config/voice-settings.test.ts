import { describe, expect, it } from 'vitest';
import { voiceOf } from '../../src/config/voice-settings.ts';

const NONE = { jambonz: null, twilio: null, twilioKey: null, person: null };

describe('the settings of the voice menu', () => {
  it('are none where no platform is named, and else need a person', () => {
    expect(voiceOf(NONE)).toBeNull();
    expect(voiceOf({ ...NONE, person: '+861012345678' })).toBeNull();
    expect(() => voiceOf({ ...NONE, twilio: 't0p' })).toThrow('HANDBACK_VOICE_PERSON');
  });

  it('take two secrets of jambonz, and a shared key with its name', () => {
    const given = { jambonz: 'a, b', twilio: null, twilioKey: 'id:se:cret', person: 'sip:desk@pbx.example' };
    expect(voiceOf(given)).toEqual({
      jambonz: ['a', 'b'],
      twilio: { token: null, key: { id: 'id', secret: 'se:cret' } },
      person: 'sip:desk@pbx.example',
    });
  });

  it.each([
    [{ ...NONE, jambonz: 's3cret,s3cret,s3cret', person: '+861012345678' }, 'HANDBACK_VOICE_JAMBONZ'],
    [{ ...NONE, twilioKey: 's3cret', person: '+861012345678' }, 'HANDBACK_VOICE_TWILIO_KEY'],
    [{ ...NONE, twilioKey: 's3cret:', person: '+861012345678' }, 'HANDBACK_VOICE_TWILIO_KEY'],
    [{ ...NONE, jambonz: 's3cret', person: 'tel:10099' }, 'HANDBACK_VOICE_PERSON'],
  ])('are refused without telling a secret', (given, name) => {
    expect(() => voiceOf(given)).toThrow(name);
    expect(() => voiceOf(given)).not.toThrow('s3cret');
  });
});
