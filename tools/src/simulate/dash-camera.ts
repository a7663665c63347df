import { type Decoded, type Message, RESULT } from '@anlan/jt808';
import { recordedPictures, VehicleCamera } from '@anlan/gateways/media/testing';

/** 0x9102: close. */
const CLOSE = 0;

interface Playing {
  readonly camera: VehicleCamera;
  readonly timer: NodeJS.Timeout;
}

/** The cameras of a terminal: asked by JT/T 808 they send a recorded stream by JT/T 1078 to where they were told, until told to stop. */
export class DashCameras {
  readonly #phone: string;
  readonly #playing = new Map<number, Playing>();

  constructor(phone: string) {
    this.#phone = phone;
  }

  /** The answer to what the platform asks of cameras; undefined for anything else. */
  answer(frame: Decoded): Message | undefined {
    const { serial: ackSerial, msgId: ackId } = frame.header;
    if (frame.kind === 'liveVideo') this.#open(frame.body.channel, frame.body.host, frame.body.tcpPort);
    else if (frame.kind === 'controlVideo') {
      if (frame.body.command === CLOSE) this.#close(frame.body.channel);
    } else return undefined;
    return { kind: 'terminalAnswer', body: { ackSerial, ackId, result: RESULT.done } };
  }

  end(): void {
    for (const channel of this.#playing.keys()) this.#close(channel);
  }

  #open(channel: number, host: string, port: number): void {
    this.#close(channel);
    const camera = new VehicleCamera(port, this.#phone, channel, host);
    const pictures = recordedPictures('h264');
    const [first, second] = [pictures[0]!, pictures[1]!];
    const apart = second.at - first.at;
    let sent = 0;
    const timer = setInterval(() => {
      const picture = pictures[sent % pictures.length]!;
      camera.send([{ ...picture, at: sent * apart }]);
      sent += 1;
    }, apart);
    camera.socket.on('close', () => this.#close(channel));
    this.#playing.set(channel, { camera, timer });
  }

  #close(channel: number): void {
    const playing = this.#playing.get(channel);
    if (playing === undefined) return;
    this.#playing.delete(channel);
    clearInterval(playing.timer);
    playing.camera.socket.destroy();
  }
}
