import { networkOf } from './rate-limits';

describe('the network that requests are counted by', () => {
  it('is an IPv4 address itself, however it is written', () => {
    expect(networkOf('192.0.2.7')).toBe('192.0.2.7');
    expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
  });

  it('is the same for all addresses of one IPv6 network, and another for the next', () => {
    const [one, other] = ['2001:db8:0:1::1', '2001:db8:0:1:ffff::9'].map(networkOf);
    expect(one).toBe(other);
    expect(networkOf('2001:db8:0:2::1')).not.toBe(one);
  });

  it('is whatever a proxy says where that is no address', () => {
    expect(networkOf('unknown')).toBe('unknown');
  });
});
