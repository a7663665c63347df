import { text, u16, u8 } from '../field.ts';
import { list, record, repeat, since2019, sized } from '../structure.ts';
import { message } from './message.ts';

const entry = record({ id: u8, content: sized(1, text) });
const answerChoice = record({ id: u8, content: sized(2, text) });
const menuEntry = record({ type: u8, name: sized(2, text) });
/** Flag 1 incoming, 2 outgoing, 3 both. */
const contact = record({ flag: u8, phone: sized(1, text), name: sized(1, text) });

/** Texts, events, questions, information on demand and telephony. */
export const informationMessages = {
  /**
   * Flag 2013: bit 0 emergency, 2 display, 3 TTS, 4 advertising screen, 5 CAN fault code instead of navigation;
   * 2019: bits 0–1 01 service, 10 emergency, 11 notice, others alike. Type 1 notice, 2 service.
   */
  text: message(0x8300, '文本信息下发', record({ flag: u8, type: since2019(u8), text })),
  /** Type 0 delete all, 1 update, 2 append, 3 modify, 4 delete the listed. */
  setEvents: message(0x8301, '事件设置', record({ type: u8, events: list(u8, entry) })),
  eventReport: message(0x0301, '事件报告', record({ eventId: u8 })),
  /** Flag bits: 0 emergency, 3 TTS, 4 advertising screen. */
  question: message(0x8302, '提问下发', record({ flag: u8, question: sized(1, text), answers: repeat(answerChoice) })),
  questionAnswer: message(0x0302, '提问应答', record({ ackSerial: u16, answerId: u8 })),
  /** Type 0 delete all, 1 update, 2 append, 3 modify. */
  setInformationMenu: message(0x8303, '信息点播菜单设置', record({ type: u8, entries: list(u8, menuEntry) })),
  /** Flag 0 cancel, 1 on demand. */
  informationOnDemand: message(0x0303, '信息点播/取消', record({ type: u8, flag: u8 })),
  informationService: message(0x8304, '信息服务', record({ type: u8, content: sized(2, text) })),
  /** Flag 0 call, 1 listen. */
  callBack: message(0x8400, '电话回拨', record({ flag: u8, phone: text })),
  /** Type 0 delete all, 1 update, 2 append, 3 modify by contact. */
  phoneBook: message(0x8401, '设置电话本', record({ type: u8, contacts: list(u8, contact) })),
};
