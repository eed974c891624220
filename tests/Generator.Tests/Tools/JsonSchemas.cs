namespace Generator.Tests.Tools;

/// <summary>Judges a document, in YAML or JSON, by a JSON Schema.</summary>
internal static class JsonSchemas
{
    private const string Program = """
        import json, sys, yaml
        import jsonschema
        schema = json.load(open(sys.argv[1], encoding='utf-8-sig'))
        document = yaml.safe_load(open(sys.argv[2], encoding='utf-8'))
        faults = list(jsonschema.validators.validator_for(schema)(schema).iter_errors(document))
        print('\n'.join('/'.join(map(str, fault.absolute_path)) + ': ' + fault.message for fault in faults))
        sys.exit(1 if faults else 0)
        """;

    /// <summary>0 where the document keeps to the schema; else the text names the faults.</summary>
    /// <param name="scratch">A folder for the two files.</param>
    internal static (int Code, string Text) Validates(string scratch, string schema, string document)
    {
        Assert.SkipUnless(
            Directory.Exists("/usr/lib/python3/dist-packages/jsonschema") && Directory.Exists("/usr/lib/python3/dist-packages/yaml"),
            "python3-jsonschema and python3-yaml are not installed here");
        var (schemaFile, documentFile) = (Path.Combine(scratch, "schema.json"), Path.Combine(scratch, "document"));
        File.WriteAllText(schemaFile, schema);
        File.WriteAllText(documentFile, document);
        return Tool.Run("/usr/bin/python3", "-W", "ignore", "-c", Program, schemaFile, documentFile);
    }
}
