//! Renders proto/duplication.json as two Rust enums and one exhaustive match.

use std::error::Error;
use std::fmt::Write;

pub fn render(rules: &serde_json::Value) -> Result<String, Box<dyn Error>> {
    let mut text =
        String::from("// Generated from proto/duplication.json by `npm run gen`. Do not edit.\n\nuse crate::Code;\n");
    let classes = members(&rules["classes"])?;
    let operations = members(&rules["operations"])?;
    write_enum(&mut text, "DataClass", "What the duplication rules tell apart about a datum.", &classes)?;
    write_enum(&mut text, "DataOperation", "What may be done with a datum across chains.", &operations)?;
    text.push_str("\n/// Whether the operation is allowed for the class, or the code of its refusal.\n");
    text.push_str("pub fn duplication(operation: DataOperation, class: DataClass) -> Result<(), Code> {\n");
    text.push_str("    match (operation, class) {\n");
    for (operation, _) in &operations {
        for (class, _) in &classes {
            let answer = match &rules["rules"][operation.as_str()][class.as_str()] {
                serde_json::Value::Number(zero) if zero.as_u64() == Some(0) => "Ok(())".to_string(),
                serde_json::Value::String(code) => format!("Err(Code::{})", camel(code)),
                _ => return Err(format!("no rule for {operation} of {class}").into()),
            };
            writeln!(text, "        (DataOperation::{}, DataClass::{}) => {answer},", camel(operation), camel(class))?;
        }
    }
    text.push_str("    }\n}\n");
    Ok(text)
}

fn members(object: &serde_json::Value) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let entries = object.as_object().ok_or("duplication.json lacks classes or operations")?;
    Ok(entries.iter().map(|(name, why)| (name.clone(), why.as_str().unwrap_or("undescribed").to_string())).collect())
}

fn write_enum(text: &mut String, name: &str, why: &str, members: &[(String, String)]) -> Result<(), std::fmt::Error> {
    write!(text, "\n/// {why}\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\npub enum {name} {{\n")?;
    for (member, why) in members {
        writeln!(text, "    /// {why}\n    {},", camel(member))?;
    }
    write!(text, "}}\n\nimpl {name} {{\n    /// Every member, in the order of the document.\n")?;
    writeln!(text, "    pub const ALL: [Self; {}] = [", members.len())?;
    for (member, _) in members {
        writeln!(text, "        Self::{},", camel(member))?;
    }
    text.push_str("    ];\n\n    /// Name in the published table.\n");
    text.push_str("    pub fn name(self) -> &'static str {\n        match self {\n");
    for (member, _) in members {
        writeln!(text, "            Self::{} => \"{member}\",", camel(member))?;
    }
    text.push_str("        }\n    }\n}\n");
    Ok(())
}

fn camel(snake: &str) -> String {
    snake
        .split('_')
        .map(|word| {
            let lower = word.to_lowercase();
            let mut chars = lower.chars();
            chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
        })
        .collect()
}
