using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Model;

/// <summary>One host of the topology.</summary>
/// <param name="At">The entry that declares it.</param>
/// <param name="Name">Its name, which is also the name of its folders here.</param>
/// <param name="Ssh">How to reach it.</param>
public sealed record Host(Location At, Located<DnsLabel> Name, Located<Address> Address, SshTarget Ssh);
